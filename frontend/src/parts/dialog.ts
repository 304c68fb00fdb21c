import { css, html, LitElement, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import { define } from "../define";
import { localize } from "../localize";
import { baseStyles } from "../styles/base";
import type { Hass } from "../types/hass";

/**
 * A window over the page: open as long as it is on the page. Fires `smart-campus-closed` when the person closes it; the
 * keyboard is back where it was then. `slot="actions"` is for buttons at the bottom.
 */
export class CampusDialog extends LitElement {
  static override styles = [
    baseStyles,
    css`
      dialog {
        box-sizing: border-box;
        width: min(560px, calc(100vw - 32px));
        max-width: none;
        max-height: calc(100dvh - 48px);
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
        color: var(--primary-text-color);
        box-shadow: 0 8px 40px rgb(0 0 0 / 40%);
      }
      :host([wide]) dialog {
        width: min(900px, calc(100vw - 32px));
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .frame {
        display: flex;
        flex-direction: column;
        max-height: inherit;
      }
      header {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        padding: 16px 12px 8px 24px;
      }
      h2 {
        flex: 1;
        min-width: 0;
        font-size: 20px;
        overflow-wrap: anywhere;
        max-height: 5.6em;
        overflow: hidden;
      }
      header button {
        flex: none;
        width: 40px;
        padding: 0;
        border: none;
      }
      .body {
        padding: 4px 24px 16px;
        overflow: auto;
        overflow-wrap: anywhere;
      }
      footer {
        padding: 8px 24px 20px;
      }
      footer ::slotted(*) {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
      @media (max-width: 600px) {
        dialog,
        :host([wide]) dialog {
          width: 100vw;
          height: 100dvh;
          max-height: 100dvh;
          margin: 0;
          border-radius: 0;
        }
        .frame {
          height: 100%;
        }
        .body {
          flex: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) hass?: Hass;
  @property() heading = "";
  @property({ type: Boolean, reflect: true }) wide = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  /** Close it as the person would. */
  close(): void {
    this.dialog.close();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${this.closed} @click=${this.clicked}>
      <div class="frame">
        <header>
          <h2 id="heading">${this.heading}</h2>
          <button type="button" aria-label=${localize(this.hass?.locale, "dialog.close")} @click=${this.close}>
            <ha-icon .icon=${"mdi:close"} aria-hidden="true"></ha-icon>
          </button>
        </header>
        <div class="body" tabindex="0" role="region" aria-labelledby="heading"><slot></slot></div>
        <footer><slot name="actions"></slot></footer>
      </div>
    </dialog>`;
  }

  private clicked(event: Event): void {
    // The backdrop belongs to the dialog itself; everything in it lies in the frame.
    if (event.composedPath()[0] === this.dialog) {
      this.close();
    }
  }

  private closed(event: Event): void {
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent("smart-campus-closed"));
  }
}

define("smart-campus-dialog", CampusDialog);
