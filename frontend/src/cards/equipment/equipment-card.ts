import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type CampusSite, findSites } from "../../data/campus";
import { type CampusError, toCampusError } from "../../data/connection";
import {
  type Asset,
  ASSET_STATES,
  type AssetFilter,
  exportLedger,
  fetchAssets,
  fetchTemplate,
  type FileFormat,
} from "../../data/equipment";
import { define } from "../../define";
import { formatDay } from "../../format";
import { languageOf } from "../../localize";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { choiceField, filterStyles, searchField } from "../../parts/filters";
import { pager, pagerStyles } from "../../parts/pager";
import { printTable } from "../../parts/printing";
import { openPath } from "../../parts/report";
import { type Column, dataTable, tableStyles } from "../../parts/table";
import { wordFor, type Words } from "../../parts/words";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import "./approvals";
import "./asset-details";
import { assetMark, fieldName, kindChoices, kindName, placeOf, titleOf, valueText } from "./words";

interface EquipmentConfig extends CardConfig {
  site?: string;
}

const LIMIT = 50;
const MOST_PRINTED = 500;
const NEW = "new";
const PRINTED = [
  "asset_number", "name", "kind", "manufacturer", "model", "serial", "area_id", "keeper", "state", "purchased_on",
  "warranty_until", "next_inspection_on",
] as const; // prettier-ignore

/** The equipment ledger: found, filtered, opened, changed, printed, taken along as a file. */
export class EquipmentCard extends CampusCard<EquipmentConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    tableStyles,
    pagerStyles,
    filterStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .bar button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 18px;
      }
    `,
  ];

  @state() private page?: { total: number; assets: Asset[] };
  /** What may be done where; without it the ledger can be read. */
  @state() private sites: CampusSite[] = [];
  @state() private filter: AssetFilter = { sort: "asset_number", offset: 0 };
  @state() private opened?: Asset | typeof NEW;
  private turn = 0;
  private hasAsked = false;
  private readonly doing = new Deed(this, (thrown) => this.describe(thrown));

  protected override configured(): void {
    this.page = undefined;
    this.opened = undefined;
    this.filter = { sort: "asset_number", offset: 0 };
    this.hasAsked = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.hass && this.config && !this.hasAsked) {
      this.hasAsked = true;
      void this.load();
      void findSites(this.hass, this.config.site).then((sites) => (this.sites = sites));
    }
  }

  protected override retry(): void {
    super.retry();
    void this.load();
  }

  private async load(): Promise<void> {
    const { hass, config } = this;
    if (!hass || !config) return;
    const turn = ++this.turn;
    try {
      const page = await fetchAssets(hass, { ...this.filter, site: config.site, limit: LIMIT });
      if (turn === this.turn) {
        this.page = page;
        this.failure = undefined;
      }
    } catch (thrown) {
      if (turn === this.turn) this.fail(thrown as CampusError);
    }
  }

  private look(wish: Partial<AssetFilter>): void {
    this.filter = { ...this.filter, offset: 0, ...wish };
    void this.load();
  }

  private mayManage(site: string): boolean {
    return this.sites.some((each) => each.site === site && each.may_manage);
  }

  protected override renderCard(hass: Hass, config: EquipmentConfig): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t("asset.title")}</h2>
        ${this.renderBar(words, config)}
      </div>
      <p role="alert" class=${this.doing.error ? "error content" : ""}>${this.doing.error}</p>
      <smart-campus-approvals
        .hass=${hass}
        .site=${config.site}
        @smart-campus-decided=${() => this.load()}
      ></smart-campus-approvals>
      ${this.renderFilters(words)}
      <div class="content" aria-busy=${this.page === undefined}>${this.renderPage(words)}</div>
      ${
        this.page
          ? pager(words, { offset: this.filter.offset ?? 0, limit: LIMIT, total: this.page.total }, (offset) =>
              this.look({ offset }),
            )
          : nothing
      }
      ${this.opened ? this.renderOpened(words, this.opened) : nothing}
    </ha-card>`;
  }

  private renderBar(words: Words, config: EquipmentConfig): TemplateResult {
    const { t } = words;
    const mayManage = this.sites.some((each) => each.may_manage);
    const button = (label: string, icon: string, work: () => void): TemplateResult =>
      html`<button type="button" ?disabled=${this.doing.isRunning} @click=${work}>
        <ha-icon .icon=${icon} aria-hidden="true"></ha-icon> ${label}
      </button>`;
    return html`<div class="bar" role="group" aria-label=${t("asset.do")}>
      ${mayManage ? button(t("asset.new"), "mdi:plus", () => (this.opened = NEW)) : nothing}
      ${button(t("asset.print"), "mdi:printer", () => this.print(words))}
      ${
        mayManage
          ? html`${button(t("asset.export", { format: "XLSX" }), "mdi:download", () => this.export(config, "xlsx"))}
            ${button(t("asset.export", { format: "CSV" }), "mdi:download", () => this.export(config, "csv"))}
            ${button(t("asset.template"), "mdi:file-table-outline", () => this.template("xlsx"))}`
          : nothing
      }
    </div>`;
  }

  private renderFilters(words: Words): TemplateResult {
    const { t } = words;
    const { filter } = this;
    const all = { value: "", label: t("asset.all") };
    const rooms = this.sites
      .flatMap((site) => site.rooms)
      .flatMap(({ area_id, name }) => (area_id === null ? [] : [{ value: area_id, label: plain(name, 60) }]));
    return html`<div class="filters">
      ${searchField(t("asset.search"), filter.search ?? "", (search) => this.look({ search }))}
      ${choiceField(
        fieldName(words, "state"),
        filter.state ?? "",
        [all, ...ASSET_STATES.map((value) => ({ value, label: wordFor(words, "asset.state", value) }))],
        (value) => this.look({ state: value }),
      )}
      ${choiceField(
        fieldName(words, "kind"),
        filter.kind ?? "",
        [all, ...kindChoices(words).filter(({ value }) => value !== "")],
        (value) => this.look({ kind: value }),
      )}
      ${choiceField(fieldName(words, "area_id"), filter.area_id ?? "", [all, ...rooms], (value) =>
        this.look({ area_id: value }),
      )}
      ${choiceField(
        t("asset.due_label"),
        filter.due ?? "",
        [
          all,
          { value: "inspection", label: t("asset.due.inspection") },
          { value: "warranty", label: t("asset.due.warranty") },
        ],
        (value) => this.look({ due: value }),
      )}
    </div>`;
  }

  private renderPage(words: Words): TemplateResult {
    const { t } = words;
    const { page, filter } = this;
    if (!page) return html`<p>${t("loading")}</p>`;
    if (page.assets.length === 0) {
      const isFiltered = [filter.search, filter.state, filter.kind, filter.area_id, filter.due].some(Boolean);
      return html`<p class="none">${t(isFiltered ? "asset.none_found" : "asset.empty")}</p>`;
    }
    return dataTable<Asset>({
      caption: t("asset.title"),
      rows: page.assets,
      keyOf: ({ asset_id }) => asset_id,
      open: (asset) => (this.opened = asset),
      sort: filter.sort,
      sortBy: (sort) => this.look({ sort }),
      columns: this.columns(words),
    });
  }

  private columns(words: Words): Column<Asset>[] {
    const { hass } = words;
    const label = (field: string): string => fieldName(words, field);
    const text = (value: string): unknown =>
      value === "" ? nothing : html`<span class="clamp foreign">${plain(value, 120)}</span>`;
    const day = (value: string | null): unknown => (value === null ? nothing : formatDay(hass, value));
    return [
      { key: "asset_number", label: label("asset_number"), isSortable: true, cell: (each) => text(each.asset_number) },
      { key: "name", label: label("name"), isHead: true, isSortable: true, cell: (each) => text(titleOf(each)) },
      {
        key: "kind",
        label: label("kind"),
        isSortable: true,
        cell: (each) => (each.kind === "" ? nothing : kindName(words, each.kind)),
      },
      {
        key: "model",
        label: label("model"),
        isSortable: true,
        cell: (each) => text([each.manufacturer, each.model].filter((part) => part !== "").join(" ")),
      },
      { key: "place", label: words.t("asset.place"), cell: (each) => text(placeOf(each)) },
      { key: "keeper", label: label("keeper"), isSortable: true, cell: (each) => text(each.keeper) },
      { key: "state", label: label("state"), isSortable: true, cell: (each) => assetMark(words, each.state) },
      {
        key: "next_inspection_on",
        label: label("next_inspection_on"),
        isSortable: true,
        cell: (each) => day(each.next_inspection_on),
      },
      {
        key: "warranty_until",
        label: label("warranty_until"),
        isSortable: true,
        cell: (each) => day(each.warranty_until),
      },
    ];
  }

  private renderOpened(words: Words, opened: Asset | typeof NEW): TemplateResult {
    const { hass, t } = words;
    const close = (): void => {
      this.opened = undefined;
    };
    const sites = this.sites
      .filter((each) => each.may_manage)
      .map(({ site, title }) => ({ value: site, label: title }));
    return html`<smart-campus-dialog
      wide
      .hass=${hass}
      .heading=${opened === NEW ? t("asset.new") : titleOf(opened)}
      @smart-campus-closed=${close}
    >
      ${
        opened === NEW
          ? html`<smart-campus-asset-form
              .hass=${hass}
              .sites=${sites}
              @smart-campus-saved=${this.added}
              @smart-campus-cancelled=${this.closeDialog}
            ></smart-campus-asset-form>`
          : html`<smart-campus-asset-details
              .hass=${hass}
              .asset=${opened}
              .mayManage=${this.mayManage(opened.site)}
              @smart-campus-saved=${() => this.load()}
            ></smart-campus-asset-details>`
      }
    </smart-campus-dialog>`;
  }

  private added(): void {
    this.closeDialog();
    void this.load();
  }

  private closeDialog(): void {
    this.renderRoot.querySelector("smart-campus-dialog")?.close();
  }

  private export(config: EquipmentConfig, format: FileFormat): void {
    const { hass } = this;
    if (!hass) return;
    void this.doing.run(async () => {
      const { url } = await exportLedger(hass, format, languageOf(hass.locale), config.site);
      openPath(hass, url, `equipment.${format}`);
    });
  }

  private template(format: FileFormat): void {
    const { hass } = this;
    if (!hass) return;
    void this.doing.run(async () => {
      const { url } = await fetchTemplate(hass, format, languageOf(hass.locale));
      openPath(hass, url, `template.${format}`);
    });
  }

  private print(words: Words): void {
    const { hass, config } = this;
    if (!hass || !config) return;
    void this.doing.run(async () => {
      const wish = { ...this.filter, site: config.site, offset: 0, limit: MOST_PRINTED };
      const { assets } = await fetchAssets(hass, wish);
      printTable(
        words.t("asset.title"),
        PRINTED.map((field) => fieldName(words, field)),
        assets.map((asset) =>
          PRINTED.map((field) => (field === "area_id" ? placeOf(asset) : valueText(words, field, asset[field]))),
        ),
      );
    });
  }

  protected override fail(error: CampusError): void {
    super.fail(toCampusError(error));
  }
}

define("smart-campus-equipment-card", EquipmentCard);
