import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { addPhoto, changeOrder, type WorkOrder } from "../../data/work-orders";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatDateTime } from "../../format";
import { Deed } from "../../parts/deed";
import { formField, formStyles, valuesOf } from "../../parts/form";
import { wordsOf, type Words } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import { orderMarks } from "./order-marks";
import { photoField } from "./photo-field";

const MOST_NOTE = 500;
const MOST_TEXT = 2000;
type Step = "assign" | "finish" | "cancel" | "note";

/** One work order with its photos and notes, and what can be done with it. The page tells of every change. */
export class OrderDetails extends LitElement {
  static override styles = [
    baseStyles,
    markStyles,
    formStyles,
    css`
      p {
        margin: 6px 0;
      }
      .text {
        white-space: pre-wrap;
      }
      .photos {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
        gap: 8px;
        margin: 12px 0;
      }
      .photos img {
        width: 100%;
        height: 120px;
        border-radius: 8px;
        object-fit: cover;
      }
      ul {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 6px 0;
        border-top: 1px solid var(--divider-color);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin: 12px 0;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) order!: WorkOrder;
  @state() private step?: Step;
  private readonly doing = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override render(): TemplateResult {
    const { hass, order } = this;
    const words = wordsOf(hass);
    const { t } = words;
    const about = [order.site_title, order.room ?? "", order.asset_number ?? ""].filter((text) => text !== "");
    return html`<p class="row">${orderMarks(words, order)}</p>
      <p class="secondary foreign">${about.map((text) => plain(text, 100)).join(" · ")}</p>
      <p class="secondary foreign">
        ${t(`work_order.raised.${order.raised_via}`, {
          name: plain(order.raised_by, 60),
          when: formatDateTime(hass, order.raised_at),
        })}
      </p>
      ${order.description === "" ? nothing : html`<p class="text foreign">${plain(order.description, MOST_TEXT)}</p>`}
      ${this.renderPhotos(words)} ${this.renderNotes(words)}
      ${
        order.done_at === null
          ? this.renderActions(words)
          : html`<p class="foreign">
              ${t(order.state === "done" ? "work_order.done_by" : "work_order.cancelled_by", {
                name: plain(order.done_by ?? "", 60),
                when: formatDateTime(hass, order.done_at),
              })}
              ${plain(order.done_note, MOST_NOTE)}
            </p>`
      }
      <p role="alert">${this.doing.error}</p>`;
  }

  private renderPhotos({ hass, t }: Words): TemplateResult | typeof nothing {
    const { photos } = this.order;
    return photos.length === 0
      ? nothing
      : html`<div class="photos">
          ${photos.map(({ url }, index) => {
            const path = hass.hassUrl?.(url) ?? url;
            const name = t("work_order.photo", { number: index + 1 });
            return html`<a href=${path} target="_blank" rel="noopener"
              ><img src=${path} alt=${name} loading="lazy"
            /></a>`;
          })}
        </div>`;
  }

  private renderNotes({ hass, t }: Words): TemplateResult | typeof nothing {
    const { notes } = this.order;
    return notes.length === 0
      ? nothing
      : html`<h3>${t("work_order.notes")}</h3>
          <ul>
            ${notes.map(
              (note) =>
                html`<li class="foreign">
                  <div class="secondary">${plain(note.by, 60)}, ${formatDateTime(hass, note.at)}</div>
                  <div class="text">${plain(note.text, MOST_NOTE)}</div>
                </li>`,
            )}
          </ul>`;
  }

  private renderActions(words: Words): TemplateResult {
    const { t } = words;
    if (this.step) return this.renderForm(words, this.step);
    const button = (step: Step, isMain = false): TemplateResult =>
      html`<button type="button" class=${isMain ? "primary" : ""} @click=${() => (this.step = step)}>
        ${t(`work_order.do.${step}`)}
      </button>`;
    return html`<div class="actions">
      ${button("finish", true)} ${button("assign")} ${button("note")}
      ${photoField(t("work_order.add_photo"), (files) => this.photograph(files), this.doing.isRunning)}
      ${button("cancel")}
    </div>`;
  }

  private renderForm({ t, hass }: Words, step: Step): TemplateResult {
    const field =
      step === "assign"
        ? formField({
            name: "assigned_to",
            label: t("work_order.assignee"),
            value: this.order.assigned_to ?? hass.user?.name ?? "",
            isRequired: true,
          })
        : formField({
            name: "note",
            label: t("work_order.note"),
            value: "",
            kind: "long",
            most: MOST_NOTE,
            isRequired: step === "note",
          });
    return html`<form @submit=${(event: Event) => this.submit(event, step)}>
      <h3>${t(`work_order.do.${step}`)}</h3>
      <div class="form">${field}</div>
      <div class="actions">
        <button type="button" @click=${() => (this.step = undefined)}>${t("dialog.cancel")}</button>
        <button type="submit" class="primary" ?disabled=${this.doing.isRunning}>${t(`work_order.do.${step}`)}</button>
      </div>
    </form>`;
  }

  private submit(event: Event, step: Step): void {
    event.preventDefault();
    const fields = valuesOf(this.renderRoot.querySelector("form") ?? this.renderRoot);
    void this.doing.run(async () => {
      await changeOrder(this.hass, step, this.order.order_id, fields);
      this.step = undefined;
    });
  }

  private photograph(files: readonly File[]): void {
    void this.doing.run(async () => {
      for (const file of files) {
        await addPhoto(this.hass, this.order.order_id, file);
      }
    });
  }
}

define("smart-campus-order-details", OrderDetails);
