import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fetchSteps, type PlayableFile, type Recording, type RecordingStep, resolveMedia } from "../../data/recordings";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatDateTime, formatTime } from "../../format";
import { Deed } from "../../parts/deed";
import { wordFor, wordsOf, type Words } from "../../parts/words";
import { formatBytes, formatDuration } from "../../quantities";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import { cause, stateMark, troublesOf } from "./state";

const MOST = 300;

/** Everything that happened to one recording, and its films for those who may see them. */
export class RecordingDetails extends LitElement {
  static override styles = [
    baseStyles,
    markStyles,
    css`
      ol {
        margin: 12px 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 8.5em 1fr;
        gap: 0 12px;
        padding: 6px 0;
        border-bottom: 1px solid var(--divider-color);
      }
      time {
        color: var(--secondary-text-color);
        font-variant-numeric: tabular-nums;
      }
      .missed {
        border-inline-start: 4px solid var(--sc-bad);
        padding-inline-start: 8px;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
      video {
        width: 100%;
        max-height: 50vh;
        border-radius: 8px;
        background: #000;
      }
      @media (max-width: 600px) {
        li {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) site = "";
  @property({ attribute: false }) recording!: Recording;
  @state() private steps?: RecordingStep[];
  @state() private media: PlayableFile[] = [];
  @state() private film?: { url: string; type: string };
  private readonly loading = new Deed(this, (thrown) => describeThrown(this.hass, thrown));
  private readonly playing = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override firstUpdated(): void {
    void this.loading.run(async () => {
      const found = await fetchSteps(this.hass, this.site, this.recording.recording_id);
      this.steps = found.steps;
      this.media = found.media;
    });
  }

  protected override render(): TemplateResult {
    const { hass, recording } = this;
    const words = wordsOf(hass);
    const { t } = words;
    const about = [recording.room, recording.recorder, recording.teacher, recording.group].filter(
      (text) => text !== "",
    );
    return html`<p>${stateMark(words, recording)}</p>
      <p class="foreign">${about.map((text) => plain(text, MOST)).join(" · ")}</p>
      <p class="secondary">
        ${formatDateTime(hass, recording.start)} – ${formatTime(hass, recording.end)}${this.amount()}
      </p>
      <p>${troublesOf(words, recording)}</p>
      ${this.renderFilms(words)}
      <h3>${t("ledger.steps")}</h3>
      <p role="alert">${this.loading.error}</p>
      ${
        this.steps
          ? html`<ol>
              ${this.steps.map((step) => this.renderStep(words, step))}
            </ol>`
          : html`<p>${this.loading.error === "" ? t("loading") : nothing}</p>`
      }`;
  }

  private amount(): string {
    const { duration_s, size } = this.recording;
    const parts = [
      duration_s === null ? "" : formatDuration(this.hass, duration_s),
      size === null ? "" : formatBytes(this.hass, size),
    ].filter((text) => text !== "");
    return parts.length === 0 ? "" : ` · ${parts.join(" · ")}`;
  }

  private renderFilms({ hass, t }: Words): TemplateResult | typeof nothing {
    if (this.media.length === 0) return nothing;
    return html`<div class="files">
        ${this.media.map(
          (file) =>
            html`<button
              type="button"
              class="primary"
              ?disabled=${this.playing.isRunning}
              @click=${() => this.play(file)}
            >
              ${t("ledger.play", { name: plain(file.name, 60) })}
            </button>`,
        )}
      </div>
      <p role="alert">${this.playing.error}</p>
      ${
        this.film
          ? html`<video controls autoplay src=${hass.hassUrl?.(this.film.url) ?? this.film.url}></video>`
          : nothing
      }`;
  }

  private renderStep(words: Words, step: RecordingStep): TemplateResult {
    const missed = step.step === "missed" && typeof step.data.step === "string" ? step.data.step : undefined;
    const name =
      missed === undefined ? wordFor(words, "ledger.step", step.step) : wordFor(words, "ledger.missed", missed);
    const more = [
      step.cause === null ? "" : cause(words, step.cause),
      step.detail === null ? "" : plain(step.detail, MOST),
      step.user === null ? "" : words.t("ledger.by", { name: plain(step.user, 60) }),
    ].filter((text) => text !== "");
    return html`<li class=${missed === undefined && step.step !== "failed" && step.step !== "trouble" ? "" : "missed"}>
      <time datetime=${step.at}>${formatDateTime(this.hass, step.at)}</time>
      <span class="foreign"><strong>${name}</strong>${more.length === 0 ? nothing : ` · ${more.join(" · ")}`}</span>
    </li>`;
  }

  private play(file: PlayableFile): void {
    void this.playing.run(async () => {
      const { url, mime_type } = await resolveMedia(this.hass, file);
      this.film = { url, type: mime_type };
    });
  }
}

define("smart-campus-recording-details", RecordingDetails);
