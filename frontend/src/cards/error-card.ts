import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { define } from "../define";
import { localize } from "../localize";
import { baseStyles } from "../styles/base";
import type { Hass } from "../types/hass";
import type { CardConfig, GridOptions } from "../types/lovelace";

/** What is wrong in one sentence, and what to do; every text is shown as text. */
export interface ErrorCardConfig extends CardConfig {
  title?: string;
  message: string;
  icon?: string;
  /** A page to go to, and the words of the link. */
  path?: string;
  link?: string;
  /** "Try again" loads the page anew. */
  reload?: boolean;
}

/** In the place of a view or a card that cannot be shown. Fires `smart-campus-retry` when asked to try again. */
export class ErrorCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .row {
        align-items: flex-start;
        padding: 16px;
      }
      ha-icon {
        color: var(--sc-warn);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sc-gap);
        margin-top: var(--sc-gap);
      }
    `,
  ];

  @property({ attribute: false }) hass?: Hass;
  @property({ type: Boolean }) retry = false;
  @property({ attribute: false }) config?: ErrorCardConfig;

  setConfig(config: ErrorCardConfig): void {
    this.config = config;
  }

  getCardSize(): number {
    return 2;
  }

  getGridOptions(): GridOptions {
    return { columns: "full", rows: "auto" };
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.config) {
      return nothing;
    }
    const { icon, message, path, link } = this.config;
    const canRetry = this.retry || this.config.reload === true;
    const title = this.config.title ?? localize(this.hass?.locale, "error.title");
    return html`<ha-card>
      <div class="row" role="alert">
        <ha-icon .icon=${icon ?? "mdi:alert-circle-outline"} aria-hidden="true"></ha-icon>
        <div class="grow">
          <h2>${title}</h2>
          <p>${message}</p>
          <div class="actions" ?hidden=${!canRetry && path === undefined}>
            ${
              canRetry
                ? html`<button type="button" @click=${this.again}>
                    ${localize(this.hass?.locale, "error.try_again")}
                  </button>`
                : nothing
            }
            ${path === undefined ? nothing : html`<a href=${safePath(path)}>${link ?? path}</a>`}
          </div>
        </div>
      </div>
    </ha-card>`;
  }

  private again(): void {
    if (this.config?.reload === true) {
      location.reload();
      return;
    }
    this.dispatchEvent(new CustomEvent("smart-campus-retry", { bubbles: true, composed: true }));
  }
}

/** Only a path of this Home Assistant: no scheme, no other host. */
export function safePath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : "#";
}

define("smart-campus-error-card", ErrorCard);
