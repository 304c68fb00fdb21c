import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type AccessWindow, revokeWindow, type WindowsEvent, windowsFeed } from "../../data/windows";
import { define } from "../../define";
import { formatDateTime } from "../../format";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { filterStyles } from "../../parts/filters";
import { mark } from "../../parts/mark";
import { dataTable, tableStyles } from "../../parts/table";
import { type Words, wordsOf } from "../../parts/words";
import { markStyles, type Tone } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard, requireSite } from "../base";
import { Ticking } from "../ticking";
import { doorName } from "./door-name";
import "./window-form";

interface WindowsConfig extends CardConfig {
  site: string;
}

const TICK_S = 15;
const MOST_DOORS = 6;
const LOOKS: Record<"coming" | "open" | "over" | "ending", [Tone, string]> = {
  coming: ["info", "mdi:clock-outline"],
  open: ["good", "mdi:door-open"],
  over: ["none", "mdi:clock-check-outline"],
  ending: ["warn", "mdi:lan-disconnect"],
};

/** Leave and visit windows: who may pass which doors for a while, given and taken away; for administrators. */
export class WindowsCard extends CampusCard<WindowsConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    tableStyles,
    filterStyles,
    css`
      .content {
        padding-top: 0;
      }
      .table td button {
        white-space: nowrap;
      }
    `,
  ];

  @state() private event?: WindowsEvent;
  @state() private isGranting = false;
  @state() private revoked?: AccessWindow;
  private readonly revoking = new Deed(this, (thrown) => this.describe(thrown));
  private readonly ticking = new Ticking(this, TICK_S);

  protected override checkConfig(config: WindowsConfig): WindowsConfig {
    requireSite(config);
    return config;
  }

  protected override configured(config: WindowsConfig): void {
    this.event = this.revoked = undefined;
    this.isGranting = false;
    this.subscribe<WindowsEvent>("windows", windowsFeed(config.site), (event) => {
      this.event = event;
    });
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const words = wordsOf(hass);
    const { t } = words;
    const { event } = this;
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${t("windows.title")}</h2>
        ${
          event && event.doors.length > 0
            ? html`<button type="button" class="primary" @click=${() => (this.isGranting = true)}>
                ${t("windows.new")}
              </button>`
            : nothing
        }
      </div>
      <div class="content">
        ${
          event === undefined
            ? html`<p>${t("loading")}</p>`
            : event.windows.length === 0
              ? html`<p class="none">${t("windows.none")}</p>`
              : this.renderTable(words, event.windows)
        }
      </div>
      ${event && this.isGranting ? this.renderNew(words, event) : nothing}
      ${this.revoked ? this.renderRevoke(words, this.revoked) : nothing}
    </ha-card>`;
  }

  private renderTable(words: Words, rows: readonly AccessWindow[]): TemplateResult {
    const { hass, t } = words;
    return dataTable<AccessWindow>({
      caption: t("windows.title"),
      rows,
      keyOf: ({ windows }) => windows.join(),
      columns: [
        {
          key: "card",
          label: t("windows.pseudonym"),
          isHead: true,
          cell: ({ credential }) => html`<span class="clamp foreign">${plain(credential, 40)}</span>`,
        },
        {
          key: "doors",
          label: t("windows.doors"),
          cell: (each) => html`<span class="foreign">${doorsOf(words, each)}</span>`,
        },
        { key: "from", label: t("windows.from"), cell: ({ start }) => formatDateTime(hass, start) },
        { key: "to", label: t("windows.to"), cell: ({ end }) => formatDateTime(hass, end) },
        { key: "state", label: t("windows.state_label"), cell: (each) => this.renderState(words, each) },
        {
          key: "revoke",
          label: t("windows.revoke"),
          cell: (each) => html`<button type="button" @click=${() => this.ask(each)}>${t("windows.revoke")}</button>`,
        },
      ],
    });
  }

  private renderState({ t }: Words, { start, end, is_to_end }: AccessWindow): TemplateResult {
    const { now } = this.ticking;
    const found = is_to_end ? "ending" : now < Date.parse(start) ? "coming" : now < Date.parse(end) ? "open" : "over";
    const [tone, icon] = LOOKS[found];
    return mark(tone, icon, t(`windows.state.${found}`));
  }

  private renderNew({ hass, t }: Words, { doors }: WindowsEvent): TemplateResult {
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t("windows.new")}
      @smart-campus-closed=${() => (this.isGranting = false)}
    >
      <smart-campus-window-form
        .hass=${hass}
        .doors=${doors}
        @smart-campus-done=${() => this.dialog?.close()}
      ></smart-campus-window-form>
    </smart-campus-dialog>`;
  }

  private renderRevoke(words: Words, revoked: AccessWindow): TemplateResult {
    const { hass, t } = words;
    const { isRunning, error } = this.revoking;
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t("windows.revoke_title")}
      @smart-campus-closed=${() => (this.revoked = undefined)}
    >
      <p class="foreign">
        ${t("windows.revoke_text", { card: plain(revoked.credential, 40), doors: doorsOf(words, revoked) })}
      </p>
      <p role="alert" class=${error ? "error" : ""}>${error}</p>
      <div slot="actions">
        <button type="button" @click=${() => this.dialog?.close()}>${t("dialog.cancel")}</button>
        <button type="button" class="primary" ?disabled=${isRunning} @click=${() => this.revoke(hass, revoked)}>
          ${t("windows.revoke")}
        </button>
      </div>
    </smart-campus-dialog>`;
  }

  private get dialog(): HTMLElementTagNameMap["smart-campus-dialog"] | null {
    return this.renderRoot.querySelector("smart-campus-dialog");
  }

  private ask(window: AccessWindow): void {
    this.revoking.forget();
    this.revoked = window;
  }

  private revoke(hass: Hass, window: AccessWindow): void {
    void this.revoking.run(() => revokeWindow(hass, window)).then((isDone) => isDone && this.dialog?.close());
  }
}

/** The first doors by name, and how many more there are. */
function doorsOf({ t }: Words, { doors }: AccessWindow): string {
  const names = doors.slice(0, MOST_DOORS).map(doorName).join(t("list_separator"));
  const more = doors.length - MOST_DOORS;
  return more > 0 ? t("windows.more_doors", { names, count: more }) : names;
}

define("smart-campus-windows-card", WindowsCard);
