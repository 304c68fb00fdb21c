import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { toCampusError } from "../../data/connection";
import { fetchIndicators, type Indicator } from "../../data/indicators";
import { define } from "../../define";
import { formatNumber } from "../../format";
import { languageOf } from "../../localize";
import { mark } from "../../parts/mark";
import type { Words } from "../../parts/words";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";

interface IndicatorsConfig extends CardConfig {
  site?: string;
}

const REFRESH_MS = 300_000;
const PERCENT = "%";
/** Figures that are better the lower they are. */
const LOWER_IS_BETTER = new Set(["min", "s", "h"]);

/** The figures colleges report: each against its goal, with what it is made of. */
export class IndicatorsCard extends CampusCard<IndicatorsConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    css`
      .head {
        padding: 12px 16px 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 10px 0;
        border-bottom: 1px solid var(--divider-color);
      }
      li:last-child {
        border: none;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 4px 12px;
      }
      .value {
        font-size: 18px;
        font-variant-numeric: tabular-nums;
      }
      .bar {
        position: relative;
        height: 10px;
        margin: 6px 0;
        border-radius: 5px;
        background: color-mix(in srgb, var(--primary-text-color) 14%, transparent);
      }
      .fill {
        height: 100%;
        border-radius: 5px;
        background: var(--tone);
      }
      .goal {
        position: absolute;
        top: -3px;
        bottom: -3px;
        width: 3px;
        margin-inline-start: -1.5px;
        background: var(--primary-text-color);
      }
      details {
        margin-top: 4px;
        font-size: 13px;
      }
      summary {
        min-height: 24px;
        color: var(--secondary-text-color);
        cursor: pointer;
      }
      @media (pointer: coarse) {
        summary {
          min-height: var(--sc-touch);
          align-content: center;
        }
      }
    `,
  ];

  @state() private indicators?: Indicator[];
  private timer?: ReturnType<typeof setInterval>;
  private hasAsked = false;

  protected override configured(): void {
    this.indicators = undefined;
    this.hasAsked = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.load(), REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.hass && this.config && !this.hasAsked) {
      this.hasAsked = true;
      void this.load();
    }
  }

  protected override retry(): void {
    super.retry();
    void this.load();
  }

  private async load(): Promise<void> {
    const { hass, config } = this;
    if (!hass || !config) return;
    try {
      this.indicators = await fetchIndicators(hass, languageOf(hass.locale), config.site);
      this.failure = undefined;
    } catch (thrown) {
      this.fail(toCampusError(thrown));
    }
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const { indicators } = this;
    return html`<ha-card>
      <div class="head"><h2>${this.t("indicator.title")}</h2></div>
      <div class="content">
        ${
          indicators === undefined
            ? html`<p>${this.t("loading")}</p>`
            : indicators.length === 0
              ? html`<p class="secondary">${this.t("indicator.none")}</p>`
              : html`<ul>
                  ${indicators.map((each) => this.renderIndicator(words, each))}
                </ul>`
        }
      </div>
    </ha-card>`;
  }

  private renderIndicator(words: Words, each: Indicator): TemplateResult {
    const { t } = words;
    const isMet = each.value !== null && each.goal !== null && meets(each, each.value, each.goal);
    const isOnlySite = this.indicators?.every(({ site }) => site === each.site) ?? true;
    const name = plain(isOnlySite ? each.name : `${each.name} · ${each.site_title}`, 100);
    return html`<li data-tone=${each.goal === null || each.value === null ? "info" : isMet ? "good" : "warn"}>
      <div class="line">
        <h3>${name}</h3>
        <span class="value"
          >${each.value === null ? t("indicator.unknown") : amount(words, each.value, each.unit)}</span
        >
      </div>
      ${this.renderBar(words, each, name)}
      <div class="line">
        <span class="secondary">
          ${
            each.numerator === null || each.denominator === null
              ? nothing
              : t("indicator.of", {
                  part: formatNumber(words.hass, each.numerator),
                  whole: formatNumber(words.hass, each.denominator),
                })
          }
        </span>
        ${each.goal === null ? nothing : this.renderGoal(words, each, each.goal, isMet)}
      </div>
      <details>
        <summary>${t("indicator.about")}<span class="sr-only"> ${name}</span></summary>
        <p class="foreign">${plain(each.definition, 600)}</p>
        <p class="secondary foreign">${t("indicator.source", { source: plain(each.source, 600) })}</p>
      </details>
    </li>`;
  }

  private renderBar(words: Words, each: Indicator, name: string): TemplateResult | typeof nothing {
    if (each.value === null || each.unit !== PERCENT) return nothing;
    const share = Math.min(100, Math.max(0, each.value));
    return html`<div
      class="bar"
      role="meter"
      aria-label=${name}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${share}
      aria-valuetext=${amount(words, each.value, each.unit)}
    >
      <div class="fill" style="width: ${share}%"></div>
      ${each.goal === null ? nothing : html`<div class="goal" style="inset-inline-start: ${Math.min(100, Math.max(0, each.goal))}%"></div>`}
    </div>`;
  }

  private renderGoal(words: Words, each: Indicator, goal: number, isMet: boolean): TemplateResult {
    const text = words.t("indicator.goal", { goal: amount(words, goal, each.unit) });
    if (each.value === null) return html`<span class="secondary">${text}</span>`;
    return isMet
      ? mark("good", "mdi:flag-checkered", `${text}: ${words.t("indicator.met")}`)
      : mark("warn", "mdi:flag-outline", `${text}: ${words.t("indicator.missed")}`);
  }
}

function meets({ unit }: Indicator, value: number, goal: number): boolean {
  return LOWER_IS_BETTER.has(unit ?? "") ? value <= goal : value >= goal;
}

function amount({ hass }: Words, value: number, unit: string | null): string {
  const number = formatNumber(hass, value);
  return unit === null || unit === "" ? number : `${number} ${plain(unit, 12)}`;
}

define("smart-campus-indicators-card", IndicatorsCard);
