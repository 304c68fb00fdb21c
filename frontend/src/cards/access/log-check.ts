import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { checkLog, type LogCheck } from "../../data/access";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatNumber } from "../../format";
import { Deed } from "../../parts/deed";
import { mark } from "../../parts/mark";
import { wordFor, type Words, wordsOf } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import type { Hass } from "../../types/hass";

const MOST_FAULTS = 20;

/** Proves that nobody touched the access log, or names the rows at which somebody did. */
export class LogCheckButton extends LitElement {
  static override styles = [
    baseStyles,
    markStyles,
    css`
      .row {
        flex-wrap: wrap;
      }
      .mark span {
        white-space: normal;
      }
      ul {
        margin: 8px 0 0;
        padding-inline-start: 20px;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @state() private found?: LogCheck;
  private readonly checking = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override render(): TemplateResult {
    const words = wordsOf(this.hass);
    const { isRunning, error } = this.checking;
    return html`<div class="row">
        <button type="button" ?disabled=${isRunning} @click=${this.check}>
          ${words.t(isRunning ? "access.checking" : "access.check")}
        </button>
        <span role="status">${this.found ? this.renderVerdict(words, this.found) : nothing}</span>
      </div>
      ${this.found ? this.renderFaults(words, this.found) : nothing}
      <p role="alert">${error}</p>`;
  }

  private renderVerdict({ hass, t }: Words, { intact, rows, faults, removed_by_rule }: LogCheck): TemplateResult {
    const count = (value: number): string => formatNumber(hass, value);
    return html`${
      intact
        ? mark("good", "mdi:shield-check", t("access.intact", { rows: count(rows) }))
        : mark("bad", "mdi:shield-alert", t("access.faults", { count: count(faults.length), rows: count(rows) }))
    }
    ${
      removed_by_rule > 0
        ? html`<span class="secondary">${t("access.rows_removed", { count: count(removed_by_rule) })}</span>`
        : nothing
    }`;
  }

  private renderFaults(words: Words, { faults }: LogCheck): TemplateResult | typeof nothing {
    if (faults.length === 0) return nothing;
    return html`<ul>
      ${faults
        .slice(0, MOST_FAULTS)
        .map(
          ({ fault, row }) =>
            html`<li>${words.t("access.fault", { row, what: wordFor(words, "access.fault_kind", fault) })}</li>`,
        )}
    </ul>`;
  }

  private check(): void {
    this.found = undefined;
    void this.checking.run(async () => {
      this.found = await checkLog(this.hass);
    });
  }
}

define("smart-campus-log-check", LogCheckButton);
