import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type CampusSite, findSites } from "../../data/campus";
import {
  addPhoto,
  createOrder,
  ORDER_STATES,
  ordersFeed,
  type OrdersPage,
  type OrderState,
  PRIORITIES,
  type WorkOrder,
} from "../../data/work-orders";
import { define } from "../../define";
import { formatDay, formatRelative } from "../../format";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { filterStyles } from "../../parts/filters";
import { formField, formStyles, valuesOf } from "../../parts/form";
import { pager, pagerStyles } from "../../parts/pager";
import { dataTable, tableStyles } from "../../parts/table";
import type { Words } from "../../parts/words";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import "./order-details";
import { orderMarks } from "./order-marks";
import { photoField } from "./photo-field";

interface WorkOrdersConfig extends CardConfig {
  site?: string;
  area_id?: string;
}

const LIMIT = 25;
const OPEN: readonly OrderState[] = ["open", "assigned"];

/** Work orders: what is to be put right, by whom, until when; raised here with photos. */
export class WorkOrdersCard extends CampusCard<WorkOrdersConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    tableStyles,
    pagerStyles,
    filterStyles,
    formStyles,
    css`
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
    `,
  ];

  @state() private page?: OrdersPage;
  @state() private states: readonly OrderState[] = OPEN;
  @state() private offset = 0;
  @state() private openedId?: string;
  @state() private isRaising = false;
  @state() private photos: readonly File[] = [];
  /** Names of rooms for a new order; without them one is raised for a site as a whole. */
  @state() private sites: CampusSite[] = [];
  /** A new order whose photos could not all be sent: it is not raised again. */
  private raised?: WorkOrder;
  private hasAsked = false;
  private readonly raising = new Deed(this, (thrown) => this.describe(thrown));

  protected override configured(): void {
    this.page = this.openedId = undefined;
    this.states = OPEN;
    this.offset = 0;
    this.hasAsked = this.isRaising = false;
    this.follow();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.hass && this.config && !this.hasAsked) {
      this.hasAsked = true;
      void findSites(this.hass, this.config.site).then((sites) => (this.sites = sites));
    }
  }

  private follow(): void {
    const { config } = this;
    if (!config) return;
    const filter = {
      site: config.site,
      area_id: config.area_id,
      state: this.states,
      offset: this.offset,
      limit: LIMIT,
    };
    this.subscribe<OrdersPage>("page", ordersFeed(filter), (page) => {
      this.page = page;
      if (page.orders.length === 0 && this.offset > 0) this.look(this.states); // The page that was looked at is gone.
    });
  }

  private look(states: readonly OrderState[], offset = 0): void {
    this.states = states;
    this.offset = offset;
    this.follow();
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const { page } = this;
    const opened = page?.orders.find(({ order_id }) => order_id === this.openedId);
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t("work_order.title")}</h2>
        <button type="button" class="primary" @click=${this.begin}>${this.t("work_order.new")}</button>
      </div>
      <div class="counts" role="group" aria-label=${this.t("work_order.show")}>
        ${this.renderState(words, OPEN, this.t("work_order.open"))}
        ${ORDER_STATES.filter((each) => each !== "open").map((each) =>
          this.renderState(words, [each], this.t(`work_order.state.${each}`)),
        )}
      </div>
      <div class="content">
        ${
          page === undefined
            ? html`<p>${this.t("loading")}</p>`
            : page.orders.length === 0
              ? html`<p class="none">${this.t(this.states === OPEN ? "work_order.none_open" : "work_order.none")}</p>`
              : this.renderTable(words, page)
        }
      </div>
      ${
        page
          ? pager(words, { offset: this.offset, limit: LIMIT, total: page.total }, (offset) =>
              this.look(this.states, offset),
            )
          : nothing
      }
      ${opened ? this.renderOpened(words, opened) : nothing} ${this.isRaising ? this.renderNew(words) : nothing}
    </ha-card>`;
  }

  private renderState(_: Words, states: readonly OrderState[], label: string): TemplateResult {
    const isChosen = this.states.join() === states.join();
    return html`<button type="button" data-tone="info" aria-pressed=${isChosen} @click=${() => this.look(states)}>
      ${label}${isChosen && this.page ? html` <strong>${this.page.total}</strong>` : nothing}
    </button>`;
  }

  private renderTable(words: Words, page: OrdersPage): TemplateResult {
    const { t, hass } = words;
    const text = (value: string | null): unknown =>
      value === null || value === "" ? nothing : html`<span class="clamp foreign">${plain(value, 120)}</span>`;
    return dataTable<WorkOrder>({
      caption: t("work_order.title"),
      rows: page.orders,
      keyOf: ({ order_id }) => order_id,
      open: ({ order_id }) => (this.openedId = order_id),
      columns: [
        { key: "title", label: t("work_order.what"), isHead: true, cell: (each) => text(each.title) },
        {
          key: "state",
          label: t("work_order.state_label"),
          cell: (each) => html`<div class="marks">${orderMarks(words, each)}</div>`,
        },
        { key: "room", label: t("work_order.room"), cell: (each) => text(each.room) },
        { key: "who", label: t("work_order.assignee"), cell: (each) => text(each.assigned_to) },
        { key: "raised", label: t("work_order.raised_at"), cell: (each) => formatRelative(hass, each.raised_at) },
        {
          key: "due",
          label: t("work_order.due"),
          cell: (each) => (each.due_at === null ? nothing : formatDay(hass, each.due_at)),
        },
      ],
    });
  }

  private renderOpened({ hass, t }: Words, order: WorkOrder): TemplateResult {
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${plain(order.title, 160) || t("work_order.title")}
      @smart-campus-closed=${() => (this.openedId = undefined)}
    >
      <smart-campus-order-details .hass=${hass} .order=${order}></smart-campus-order-details>
    </smart-campus-dialog>`;
  }

  private renderNew({ hass, t }: Words): TemplateResult {
    const rooms = this.sites.flatMap(({ rooms }) =>
      rooms.flatMap(({ area_id, name }) => (area_id === null ? [] : [{ value: area_id, label: plain(name, 60) }])),
    );
    const sites = this.sites.map(({ site, title }) => ({ value: site, label: plain(title, 60) }));
    const priorities = PRIORITIES.map((value) => ({ value, label: t(`work_order.priority.${value}`) }));
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t("work_order.new")}
      @smart-campus-closed=${() => (this.isRaising = false)}
    >
      <form id="new" @submit=${this.raise}>
        <div class="form">
          <div class="whole">
            ${formField({ name: "title", label: t("work_order.what"), value: "", isRequired: true })}
          </div>
          ${formField({ name: "description", label: t("work_order.description"), value: "", kind: "long", most: 2000 })}
          ${sites.length > 1 ? formField({ name: "site", label: t("asset.site"), value: "", kind: "choice", choices: sites }) : nothing}
          ${formField({
            name: "area_id",
            label: t("work_order.room"),
            value: this.config?.area_id ?? "",
            kind: "choice",
            choices: [{ value: "", label: "–" }, ...rooms],
          })}
          ${formField({ name: "priority", label: t("work_order.priority_label"), value: "normal", kind: "choice", choices: priorities })}
          ${formField({ name: "asset_number", label: t("asset.field.asset_number"), value: "", most: 64 })}
          ${formField({ name: "due_at", label: t("work_order.due"), value: "", kind: "date" })}
          <div class="whole">
            ${photoField(t("work_order.add_photo"), (files) => (this.photos = [...this.photos, ...files]))}
            ${this.photos.length === 0 ? nothing : html`<p role="status">${t("work_order.photos", { count: this.photos.length })}</p>`}
          </div>
        </div>
        <p role="alert" class=${this.raising.error ? "error" : ""}>${this.raising.error}</p>
      </form>
      <div slot="actions">
        <button type="button" @click=${() => this.dialog?.close()}>${t("dialog.cancel")}</button>
        <button type="submit" form="new" class="primary" ?disabled=${this.raising.isRunning}>
          ${t("work_order.raise")}
        </button>
      </div>
    </smart-campus-dialog>`;
  }

  private get dialog(): HTMLElementTagNameMap["smart-campus-dialog"] | null {
    return this.renderRoot.querySelector("smart-campus-dialog");
  }

  private begin(): void {
    this.raised = undefined;
    this.photos = [];
    this.raising.forget();
    this.isRaising = true;
  }

  private raise(event: Event): void {
    event.preventDefault();
    const { hass } = this;
    const form = this.renderRoot.querySelector("form");
    if (!hass || !form) return;
    const { title = "", ...fields } = valuesOf(form);
    const site = this.sites.length === 1 ? this.sites[0]?.site : this.config?.site;
    void this.raising
      .run(async () => {
        this.raised ??= await createOrder(hass, { ...(site !== undefined && { site }), ...fields, title });
        for (const photo of this.photos) {
          await addPhoto(hass, this.raised.order_id, photo);
          this.photos = this.photos.filter((each) => each !== photo);
        }
      })
      .then((isDone) => isDone && this.dialog?.close());
  }
}

define("smart-campus-work-orders-card", WorkOrdersCard);
