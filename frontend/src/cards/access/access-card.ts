import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type AccessEntry, accessFeed } from "../../data/access";
import { define } from "../../define";
import { formatDateTime } from "../../format";
import { choiceField, filterStyles, searchField } from "../../parts/filters";
import { mark } from "../../parts/mark";
import { dataTable, tableStyles } from "../../parts/table";
import { wordFor, type Words } from "../../parts/words";
import { markStyles, type Tone } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard, requireSite } from "../base";
import "../error-card";
import "./log-check";

/** `limit`: entries kept on the page. */
interface AccessConfig extends CardConfig {
  site: string;
  limit?: number;
}

const REQUESTED = "requested";
const USUAL = 50;
const MOST_SHOWN = 200;
const MOST = 100;
const LOOKS: Record<AccessEntry["outcome"], [Tone, string]> = {
  granted: ["good", "mdi:check"],
  denied: ["bad", "mdi:cancel"],
  done: ["info", "mdi:gesture-tap-button"],
  failed: ["bad", "mdi:alert"],
  noted: ["warn", "mdi:information-outline"],
};

/** Who went through which door, and who commanded what: for administrators, as the server sees to. */
export class AccessCard extends CampusCard<AccessConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    tableStyles,
    filterStyles,
    css`
      .detail {
        margin-inline-start: 4px;
      }
    `,
  ];

  @state() private entries?: AccessEntry[];
  @state() private outcome = "";
  @state() private search = "";

  protected override checkConfig(config: AccessConfig): AccessConfig {
    requireSite(config);
    const { limit = USUAL } = config;
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SHOWN) throw new Error(`limit: 1 … ${MOST_SHOWN}`);
    return { ...config, limit };
  }

  protected override configured(config: AccessConfig): void {
    const limit = config.limit ?? USUAL;
    this.entries = undefined;
    this.outcome = this.search = "";
    this.subscribe<{ events: AccessEntry[] }>("log", accessFeed(config.site, limit), ({ events }) => {
      // After a reconnect the newest come once more.
      const known = new Set(events.map(({ seq }) => seq));
      const kept = (this.entries ?? []).filter(({ seq }) => !known.has(seq));
      this.entries = [...events, ...kept].sort((one, other) => other.at_ms - one.at_ms || other.seq - one.seq);
      this.entries.length = Math.min(this.entries.length, limit);
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.failure?.code === "unauthorized" && this.hass) {
      return html`<smart-campus-error-card
        .hass=${this.hass}
        .config=${{
          type: "custom:smart-campus-error-card",
          title: this.t("access.title"),
          message: this.t("access.refused"),
          icon: "mdi:shield-lock-outline",
        }}
      ></smart-campus-error-card>`;
    }
    return super.render();
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const { t } = words;
    const { entries } = this;
    const shown = entries?.filter((each) => this.fits(words, each)) ?? [];
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${t("access.title")}</h2>
        <smart-campus-log-check .hass=${hass}></smart-campus-log-check>
      </div>
      <div class="filters">
        ${searchField(t("access.search"), this.search, (search) => (this.search = search))}
        ${choiceField(
          t("access.outcome_label"),
          this.outcome,
          [
            { value: "", label: t("access.all") },
            ...Object.keys(LOOKS).map((value) => ({ value, label: wordFor(words, "access.outcome", value) })),
          ],
          (value) => (this.outcome = value),
        )}
      </div>
      <div class="content">
        ${
          entries === undefined
            ? html`<p>${t("loading")}</p>`
            : shown.length === 0
              ? html`<p class="none">${t(entries.length === 0 ? "access.empty" : "access.none_found")}</p>`
              : this.renderTable(words, shown)
        }
      </div>
    </ha-card>`;
  }

  private renderTable(words: Words, rows: readonly AccessEntry[]): TemplateResult {
    const { hass, t } = words;
    return dataTable<AccessEntry>({
      caption: t("access.title"),
      rows,
      keyOf: ({ seq }) => String(seq),
      columns: [
        {
          key: "time",
          label: t("access.time"),
          cell: (each) => formatDateTime(hass, new Date(each.at_ms).toISOString()),
        },
        {
          key: "door",
          label: t("access.door"),
          isHead: true,
          cell: (each) => html`<span class="clamp foreign">${doorOf(each)}</span>`,
        },
        { key: "what", label: t("access.what"), cell: (each) => this.renderWhat(words, each) },
        {
          key: "direction",
          label: t("access.direction_label"),
          cell: ({ direction }) => (direction === "" ? nothing : t(`access.direction.${direction}`)),
        },
        {
          key: "who",
          label: t("access.who"),
          cell: (each) => (whoOf(each) === "" ? nothing : html`<span class="clamp foreign">${whoOf(each)}</span>`),
        },
      ],
    });
  }

  private renderWhat(words: Words, entry: AccessEntry): TemplateResult {
    const [tone, icon] = LOOKS[entry.outcome];
    const { what, detail } = sayWhat(words, entry);
    return html`${mark(tone, icon, what)}${detail === "" ? nothing : html`<span class="detail foreign">${detail}</span>`}`;
  }

  private fits(words: Words, entry: AccessEntry): boolean {
    if (this.outcome !== "" && entry.outcome !== this.outcome) return false;
    const { what, detail } = sayWhat(words, entry);
    const text = [doorOf(entry), whoOf(entry), what, detail].join("\n").toLocaleLowerCase();
    return text.includes(this.search.toLocaleLowerCase());
  }
}

function doorOf(entry: AccessEntry): string {
  const number = entry.door === null ? "" : ` ${entry.door}`;
  return plain(entry.door_name || `${entry.controller_name}${number}`, MOST);
}

function whoOf(entry: AccessEntry): string {
  return plain(entry.user_name || entry.credential, MOST);
}

/** What happened in words of ours, as far as we know them. */
function sayWhat(words: Words, entry: AccessEntry): { what: string; detail: string } {
  const outcome = wordFor(words, "access.outcome", entry.outcome);
  const [first = "", ...rest] = entry.kind === "command" ? entry.command.split(" ") : entry.reason.split(" ");
  if (entry.kind === "command") {
    const command = [
      wordFor(words, "access.command", first),
      ...rest.map((each) => wordFor(words, "access.mode", each)),
    ];
    // What was only asked for is not shown as done; how it went follows in a row of its own.
    const detail =
      entry.reason === REQUESTED
        ? wordFor(words, "access.reason", REQUESTED)
        : `${outcome}${reasonOf(words, entry.reason)}`;
    return { what: plain(command.join(" "), MOST), detail };
  }
  if (entry.outcome !== "noted") {
    return { what: outcome, detail: first === "" ? "" : wordFor(words, "access.reason", plain(entry.reason, MOST)) };
  }
  const detail = rest.map((each) => wordFor(words, "access.reason", each)).join(" ");
  return { what: plain(wordFor(words, "access.event", first), MOST), detail: plain(detail, MOST) };
}

function reasonOf(words: Words, reason: string): string {
  return reason === "" ? "" : `, ${plain(wordFor(words, "access.reason", reason), MOST)}`;
}

define("smart-campus-access-card", AccessCard);
