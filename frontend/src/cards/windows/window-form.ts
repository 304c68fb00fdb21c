import { css, html, LitElement, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { grantWindow, type WindowsEvent } from "../../data/windows";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { fromFieldTime, toFieldTime } from "../../format";
import { Deed } from "../../parts/deed";
import { filterStyles } from "../../parts/filters";
import { formField, formStyles, valuesOf } from "../../parts/form";
import { wordsOf } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import type { Hass } from "../../types/hass";
import { doorName } from "./door-name";

const MOST_CARD = 20;
const USUAL_MS = 2 * 3600 * 1000;

/** Asks for a card, its doors and how long. Fires `smart-campus-done` when the controllers have proved the window. */
export class WindowForm extends LitElement {
  static override styles = [
    baseStyles,
    filterStyles,
    formStyles,
    css`
      fieldset {
        margin: 0;
        padding: 8px 12px;
        border: 1px solid var(--divider-color);
        border-radius: 8px;
      }
      .doors {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
        max-height: 240px;
        overflow-y: auto;
      }
      .doors label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
      }
      .doors input {
        width: auto;
        min-height: 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) doors: WindowsEvent["doors"] = [];
  @state() private hasNoDoor = false;
  private readonly granting = new Deed(this, (thrown) => describeThrown(this.hass, thrown));
  /** When it was opened: what the fields begin with stays as it is drawn anew. */
  private readonly opened = Date.now();

  protected override render(): TemplateResult {
    const { t } = wordsOf(this.hass);
    const { isRunning } = this.granting;
    const error = this.hasNoDoor ? t("windows.no_door") : this.granting.error;
    const time = (name: string, label: string, at: number): TemplateResult =>
      formField({ name, label, value: toFieldTime(this.hass, new Date(at)), kind: "time", isRequired: true });
    return html`<form @submit=${this.submit}>
      <p class="secondary">${t("windows.about")}</p>
      <div class="form">
        <div class="whole">
          ${formField({ name: "credential", label: t("windows.card"), value: "", most: MOST_CARD, isRequired: true })}
        </div>
        ${time("from", t("windows.from"), this.opened)} ${time("to", t("windows.to"), this.opened + USUAL_MS)}
        <fieldset class="whole">
          <legend>${t("windows.doors")}</legend>
          <div class="doors">
            ${this.doors.map(
              (each) =>
                html`<label
                  ><input type="checkbox" value=${each.entity_id} /><span class="foreign"
                    >${doorName(each)}</span
                  ></label
                >`,
            )}
          </div>
        </fieldset>
      </div>
      <p role="alert" class=${error ? "error" : ""}>${error}</p>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${isRunning}>
          ${t(isRunning ? "windows.granting" : "windows.grant")}
        </button>
      </div>
    </form>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { credential = "", from = "", to = "" } = valuesOf(form);
    const doors = [...form.querySelectorAll<HTMLInputElement>(":checked")].map(({ value }) => value);
    this.hasNoDoor = doors.length === 0;
    if (this.hasNoDoor) return;
    void this.granting
      .run(async () => {
        await grantWindow(this.hass, {
          credential,
          doors,
          from: fromFieldTime(this.hass, from),
          to: fromFieldTime(this.hass, to),
        });
      })
      .then((isDone) => isDone && this.dispatchEvent(new Event("smart-campus-done")));
  }
}

define("smart-campus-window-form", WindowForm);
