import { html, nothing, type TemplateResult } from "lit";
import type { Alert } from "../../data/alerts";
import { formatDateTime, formatRelative } from "../../format";
import { localize } from "../../localize";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";

const MOST_CHILDREN = 50;

/** What else an alert tells, folded: what hangs on the same cause, what people wrote, what was measured. */
export function renderMore(hass: Hass, alert: Alert, now: number): TemplateResult {
  const { children, notes } = alert;
  const evidence = Object.entries(alert.evidence);
  return html`
    ${children.length === 0 ? nothing : renderChildren(hass, alert, now)}
    ${
      notes.length === 0
        ? nothing
        : html`<details>
            <summary>${localize(hass.locale, "alerts.notes", { count: notes.length })}</summary>
            <ul>
              ${[...notes].reverse().map(
                (note) =>
                  html`<li>
                    <bdi>${plain(note.text, 600)}</bdi>
                    <span class="secondary"
                      ><bdi>${plain(note.by, 80)}</bdi>
                      <time datetime=${note.at}>${formatDateTime(hass, note.at)}</time></span
                    >
                  </li>`,
              )}
            </ul>
          </details>`
    }
    ${
      evidence.length === 0
        ? nothing
        : html`<details>
            <summary>${localize(hass.locale, "alerts.evidence")}</summary>
            <dl>
              ${evidence.map(
                ([name, value]) =>
                  html`<dt class="secondary"><bdi>${plain(name, 80)}</bdi></dt>
                    <dd><bdi>${plain(value, 300)}</bdi></dd>`,
              )}
            </dl>
          </details>`
    }
  `;
}

function renderChildren(hass: Hass, { children }: Alert, now: number): TemplateResult {
  const more = children.length - MOST_CHILDREN;
  return html`<details>
    <summary>${localize(hass.locale, "alerts.children", { count: children.length })}</summary>
    <ul>
      ${children.slice(0, MOST_CHILDREN).map(
        (child) =>
          html`<li>
            <bdi>${plain(child.title, 200)}</bdi>
            <time class="secondary" datetime=${child.since}>${formatRelative(hass, child.since, now)}</time>
          </li>`,
      )}
      ${more > 0 ? html`<li>${localize(hass.locale, "alerts.more_children", { count: more })}</li>` : nothing}
    </ul>
  </details>`;
}
