/** Define an element once: a second copy of the bundle (a stale tab, a resource added by hand) must not throw. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) {
    customElements.define(tag, element);
  }
}
