import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { type ClassAction, type ClassResult, runClass } from "../../data/classes";
import { dayMessage, type DayEvent, fetchRoom, type Lesson, type RoomDetail } from "../../data/rooms";
import { define } from "../../define";
import { formatTime } from "../../format";
import { Deed } from "../../parts/deed";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { inSentence } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import { toCampusError } from "../../data/connection";
import { Ticking } from "../ticking";
import { countResults, renderResults } from "./results";
import { classStyles } from "./styles";

export interface ClassConfig extends CardConfig {
  site: string;
  room: string;
}

/** Start and end a class in a room with one press, and see what became of each device. */
export class ClassCard extends CampusCard<ClassConfig> {
  static override styles = [baseStyles, markStyles, classStyles];

  private readonly deed = new Deed(this, (thrown) => this.describe(thrown));
  private readonly ticking = new Ticking(this, 30);
  @state() private room?: RoomDetail;
  @state() private lessons: DayEvent["lessons"] = [];
  /** What runs, or ran last. */
  @state() private action?: ClassAction;
  @state() private result?: ClassResult;
  @state() private isAsking = false;
  private asked?: string;
  @query("[name=cancel]") private readonly cancelButton?: HTMLButtonElement;
  @query("[name=end_class]") private readonly endButton?: HTMLButtonElement;

  protected override checkConfig(config: ClassConfig): ClassConfig {
    if (!config.site || !config.room) {
      throw new Error("site, room");
    }
    return config;
  }

  protected override configured({ site, room }: ClassConfig): void {
    this.room = undefined;
    this.result = undefined;
    this.isAsking = false;
    this.asked = undefined;
    this.subscribe<DayEvent>("day", dayMessage(site, room), ({ lessons }) => (this.lessons = lessons), true);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { hass, config } = this;
    const key = config && `${config.site} ${config.room} ${hass?.user?.id ?? ""}`;
    if (hass && config && this.asked !== key) {
      this.asked = key;
      void this.load(hass, config);
    }
  }

  private async load(hass: Hass, { site, room }: ClassConfig): Promise<void> {
    try {
      this.room = await fetchRoom(hass, site, room);
    } catch (thrown) {
      this.fail(toCampusError(thrown));
    }
  }

  protected override retry(): void {
    this.asked = undefined;
    super.retry();
  }

  /** The lesson that runs now. */
  private running(): Lesson | undefined {
    const { now } = this.ticking;
    return this.lessons.find(
      ({ start, end, is_cancelled }) => !is_cancelled && Date.parse(start) <= now && now < Date.parse(end),
    );
  }

  private async press(action: ClassAction): Promise<void> {
    if (action === "end_class" && this.running()) {
      this.isAsking = true;
      await this.updateComplete;
      this.cancelButton?.focus();
      return;
    }
    await this.run(action);
  }

  private async run(action: ClassAction, data: { stop_recording?: boolean } = {}): Promise<void> {
    const { hass, room } = this;
    const area = room?.room.area_id;
    if (!hass || area == null) {
      return;
    }
    this.action = action;
    this.result = undefined;
    await this.deed.run(async () => {
      this.result = await runClass(hass, action, area, data);
    });
  }

  private async stopAsking(): Promise<void> {
    this.isAsking = false;
    await this.updateComplete;
    this.endButton?.focus();
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const { room } = this;
    const running = this.running();
    const obstacle = room ? this.obstacle(room) : undefined;
    const isOff = !room || obstacle !== undefined || this.deed.isRunning;
    return html`<ha-card>
      <h2 class="sr-only">${this.t("class.title")}</h2>
      <div class="buttons" role="group" aria-label=${this.t("class.title")}>
        ${this.renderButton("start_class", "mdi:play-circle-outline", isOff, obstacle !== undefined)}
        ${this.renderButton("end_class", "mdi:stop-circle-outline", isOff, obstacle !== undefined)}
      </div>
      ${obstacle === undefined ? nothing : html`<p class="note" id="obstacle">${obstacle}</p>`}
      ${this.isAsking && running ? this.renderQuestion(hass, running) : nothing} ${this.renderStanding(hass)}
    </ha-card>`;
  }

  /** Why nothing can be pressed. */
  private obstacle({ may_control, room }: RoomDetail): string | undefined {
    if (!may_control) return this.t("class.not_permitted");
    return room.area_id === null ? this.t("class.no_area") : undefined;
  }

  private renderButton(action: ClassAction, icon: string, isOff: boolean, hasObstacle: boolean): TemplateResult {
    const isRunning = this.deed.isRunning && this.action === action;
    return html`<button
      type="button"
      name=${action}
      class=${action === "start_class" ? "primary" : ""}
      ?disabled=${isOff}
      aria-busy=${isRunning}
      aria-describedby=${hasObstacle ? "obstacle" : nothing}
      @click=${() => this.press(action)}
    >
      <ha-icon .icon=${icon} aria-hidden="true"></ha-icon>
      <span>${this.t(isRunning ? `class.running.${action}` : `class.${action}`)}</span>
    </button>`;
  }

  private renderQuestion(hass: Hass, lesson: Lesson): TemplateResult {
    const course = inSentence(lesson.course, 120) || this.t("day.untitled");
    return html`<div
      class="question"
      role="alertdialog"
      aria-labelledby="question"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === "Escape") void this.stopAsking();
      }}
    >
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const form = event.target as HTMLFormElement;
          const stop = form.querySelector<HTMLInputElement>("input")?.checked ?? false;
          this.isAsking = false;
          void this.run("end_class", stop ? { stop_recording: true } : {});
        }}
      >
        <p id="question">${this.t("class.lesson_runs", { course, at: formatTime(hass, lesson.end) })}</p>
        <label><input type="checkbox" name="stop_recording" />${this.t("class.stop_recording")}</label>
        <div class="actions">
          <button type="submit" class="danger">${this.t("class.end_anyway")}</button>
          <button type="button" name="cancel" @click=${() => this.stopAsking()}>${this.t("dialog.cancel")}</button>
        </div>
      </form>
    </div>`;
  }

  private renderStanding(hass: Hass): TemplateResult {
    const { action, result, deed } = this;
    const words = { hass, t: this.t.bind(this) };
    return html`
      <div class="sr-only" role="status">
        ${deed.isRunning ? this.t("class.wait") : action && result ? this.summary(action, result) : nothing}
      </div>
      ${deed.isRunning ? html`<div class="progress" aria-hidden="true"></div>` : nothing}
      ${
        deed.error
          ? html`<p class="note" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon>${deed.error}
            </p>`
          : nothing
      }
      ${
        action && result && !deed.isRunning
          ? html`<div class="results">
              <div class="row">
                <p class="grow">${this.summary(action, result)}</p>
                <button type="button" @click=${() => (this.result = undefined)}>${this.t("class.dismiss")}</button>
              </div>
              ${renderResults(words, result)}
            </div>`
          : nothing
      }
    `;
  }

  private summary(action: ClassAction, result: ClassResult): string {
    const { good, bad, pending } = countResults(result);
    const parts = [this.t(`class.finished.${action}`), this.t("class.good", { count: good })];
    if (pending > 0) parts.push(this.t("class.pending", { count: pending }));
    if (bad > 0) parts.push(this.t("class.bad", { count: bad }));
    return parts.join(this.t("class.comma"));
  }
}

define("smart-campus-class-card", ClassCard);
