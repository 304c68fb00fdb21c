import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import {
  type Recording,
  RECORDING_STATES,
  type RecordingGroup,
  recordingsFeed,
  type RecordingsPage,
  type RecordingState,
  STATES_OF_GROUP,
} from "../../data/recordings";
import { define } from "../../define";
import { formatDay, formatNumber, formatTime } from "../../format";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { filterStyles, searchField } from "../../parts/filters";
import { pager, pagerStyles } from "../../parts/pager";
import { openReport } from "../../parts/report";
import { dataTable, tableStyles } from "../../parts/table";
import { type Words } from "../../parts/words";
import { formatBytes, formatDuration } from "../../quantities";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard, requireSite } from "../base";
import "./details";
import { GROUP_TONES, stateMark, troublesOf } from "./state";

/** `states`: only recordings that stand so. */
interface RecordingsConfig extends CardConfig {
  site: string;
  day?: string;
  states?: RecordingState[];
}

const LIMIT = 50;
const GROUPS: readonly RecordingGroup[] = ["failed", "running", "planned", "waiting", "confirmed", "skipped"];

/** The ledger of a day: every lesson that is to be recorded, and how far it came. */
export class RecordingsCard extends CampusCard<RecordingsConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    tableStyles,
    pagerStyles,
    filterStyles,
    css`
      .days {
        gap: 4px;
      }
      .days button {
        padding: 0 8px;
      }
      .trouble {
        display: inline-flex;
        align-items: flex-start;
        gap: 4px;
      }
      .trouble ha-icon {
        --mdc-icon-size: 18px;
        flex: none;
        color: var(--sc-bad);
      }
    `,
  ];

  @state() private page?: RecordingsPage;
  @state() private day?: string;
  @state() private group?: RecordingGroup;
  @state() private search = "";
  @state() private offset = 0;
  @state() private opened?: Recording;
  private readonly printing = new Deed(this, (thrown) => this.describe(thrown));

  protected override checkConfig(config: RecordingsConfig): RecordingsConfig {
    requireSite(config);
    if (config.day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(config.day)) throw new Error("day: YYYY-MM-DD");
    if (config.states?.some((each) => !RECORDING_STATES.includes(each))) throw new Error("states");
    return config;
  }

  protected override configured(config: RecordingsConfig): void {
    this.page = this.opened = this.group = undefined;
    this.day = config.day;
    this.search = "";
    this.offset = 0;
    this.follow();
  }

  /** Ask for what is looked at now. */
  private follow(): void {
    const { config } = this;
    if (!config) return;
    const message = recordingsFeed({
      site: config.site,
      day: this.day,
      states: this.group === undefined ? config.states : STATES_OF_GROUP[this.group],
      search: this.search,
      offset: this.offset,
      limit: LIMIT,
    });
    this.subscribe<RecordingsPage>("page", message, (page) => {
      this.page = page;
      const id = this.opened?.recording_id;
      this.opened = page.recordings.find(({ recording_id }) => recording_id === id) ?? this.opened;
      if (page.recordings.length === 0 && this.offset > 0) {
        this.look({ offset: 0 }); // The page that was looked at is gone.
      }
    });
  }

  private look(wish: { day?: string; group?: RecordingGroup; search?: string; offset?: number }): void {
    if ("day" in wish) this.day = wish.day;
    if ("group" in wish) this.group = wish.group;
    this.search = wish.search ?? this.search;
    this.offset = wish.offset ?? 0;
    this.follow();
  }

  protected override renderCard(hass: Hass, config: RecordingsConfig): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const { page } = this;
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t("ledger.title")}</h2>
        ${this.renderDays(words)}
      </div>
      ${page ? this.renderPage(words, config, page) : html`<p class="content">${this.t("loading")}</p>`}
      ${this.opened ? this.renderOpened(words, config, this.opened) : nothing}
    </ha-card>`;
  }

  private renderDays({ hass, t }: Words): TemplateResult {
    const day = this.page?.day;
    return html`<div class="row days" role="group" aria-label=${t("ledger.day")}>
      <button type="button" aria-label=${t("ledger.previous_day")} ?disabled=${!day} @click=${() => this.step(-1)}>
        <ha-icon .icon=${"mdi:chevron-left"} aria-hidden="true"></ha-icon>
      </button>
      <span aria-live="polite">${day ? formatDay(hass, day) : ""}</span>
      <button type="button" aria-label=${t("ledger.next_day")} ?disabled=${!day} @click=${() => this.step(1)}>
        <ha-icon .icon=${"mdi:chevron-right"} aria-hidden="true"></ha-icon>
      </button>
      <button type="button" ?hidden=${this.day === undefined} @click=${() => this.look({ day: undefined })}>
        ${t("ledger.today")}
      </button>
    </div>`;
  }

  private renderPage(words: Words, config: RecordingsConfig, page: RecordingsPage): TemplateResult {
    const { t, hass } = words;
    const { share_confirmed: share, rooms_without_recorder: without } = page;
    return html`<div class="counts" role="group" aria-label=${t("ledger.filter")}>
        ${GROUPS.map(
          (group) =>
            html`<button
              type="button"
              data-tone=${GROUP_TONES[group]}
              aria-pressed=${this.group === group}
              @click=${() => this.look({ group: this.group === group ? undefined : group })}
            >
              <strong>${page.counts[group]}</strong> ${t(`ledger.group.${group}`)}
            </button>`,
        )}
      </div>
      <div class="filters">
        ${searchField(t("ledger.search"), this.search, (search) => this.look({ search }))}
        <button type="button" ?disabled=${this.printing.isRunning} @click=${() => this.print(config.site, page.day)}>
          ${t("ledger.print")}
        </button>
      </div>
      <p role="alert" class=${this.printing.error ? "error content" : ""}>${this.printing.error}</p>
      <div class="content">
        ${share === null ? nothing : html`<p class="secondary">${t("ledger.share", { share: formatNumber(hass, share) })}</p>`}
        ${
          without.length === 0
            ? nothing
            : html`<p class="secondary clamp">
                ${t("ledger.without", { rooms: plain(without.join(t("list_separator")), 300) })}
              </p>`
        }
        ${
          page.recordings.length === 0
            ? html`<p class="none">
                ${t(page.total === 0 && !this.isFiltered ? "ledger.empty" : "ledger.none_found")}
              </p>`
            : this.renderTable(words, page)
        }
      </div>
      ${pager(words, { offset: this.offset, limit: LIMIT, total: page.total }, (offset) => this.look({ offset }))}`;
  }

  private get isFiltered(): boolean {
    return this.group !== undefined || this.search !== "" || (this.config?.states?.length ?? 0) > 0;
  }

  private renderTable(words: Words, page: RecordingsPage): TemplateResult {
    const { t, hass } = words;
    const people = (each: Recording): string =>
      plain([each.teacher, each.group].filter((text) => text !== "").join(" · "), 120);
    return dataTable<Recording>({
      caption: t("ledger.title"),
      rows: page.recordings,
      keyOf: ({ recording_id }) => recording_id,
      open: (each) => (this.opened = each),
      columns: [
        {
          key: "course",
          label: t("ledger.course"),
          isHead: true,
          cell: (each) => html`<span class="clamp foreign">${plain(each.course, 160) || t("ledger.untitled")}</span>`,
        },
        {
          key: "time",
          label: t("ledger.time"),
          cell: (each) => html`${formatTime(hass, each.start)}–${formatTime(hass, each.end)}`,
        },
        {
          key: "room",
          label: t("ledger.room"),
          cell: (each) => html`<span class="clamp foreign">${plain(each.room || each.recorder, 120)}</span>`,
        },
        {
          key: "people",
          label: t("ledger.people"),
          cell: (each) => (people(each) === "" ? nothing : html`<span class="clamp foreign">${people(each)}</span>`),
        },
        { key: "state", label: t("ledger.state_label"), cell: (each) => stateMark(words, each) },
        { key: "trouble", label: t("ledger.trouble"), cell: (each) => troublesOf(words, each) },
        {
          key: "length",
          label: t("ledger.length"),
          isNumber: true,
          cell: (each) => (each.duration_s === null ? nothing : formatDuration(hass, each.duration_s)),
        },
        {
          key: "size",
          label: t("ledger.size"),
          isNumber: true,
          cell: (each) => (each.size === null ? nothing : formatBytes(hass, each.size)),
        },
      ],
    });
  }

  private renderOpened({ hass, t }: Words, config: RecordingsConfig, recording: Recording): TemplateResult {
    return html`<smart-campus-dialog
      wide
      .hass=${hass}
      .heading=${plain(recording.course, 200) || t("ledger.untitled")}
      @smart-campus-closed=${() => (this.opened = undefined)}
    >
      <smart-campus-recording-details
        .hass=${hass}
        .site=${config.site}
        .recording=${recording}
      ></smart-campus-recording-details>
    </smart-campus-dialog>`;
  }

  private step(days: number): void {
    const { page } = this;
    if (page) {
      const next = new Date(`${page.day}T00:00:00Z`);
      next.setUTCDate(next.getUTCDate() + days);
      this.look({ day: next.toISOString().slice(0, 10) });
    }
  }

  private print(site: string, day: string): void {
    const { hass } = this;
    if (hass) {
      void this.printing.run(() => openReport(hass, { kind: "recording_sheet", site, day }));
    }
  }
}

define("smart-campus-recordings-card", RecordingsCard);
