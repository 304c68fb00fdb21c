import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type CampusError, Feed } from "../../data/connection";
import { applyFeed, fetchImports, type ImportEvent, type ImportResult } from "../../data/equipment-import";
import type { Language } from "../../localize";
import type { Connection, Hass } from "../../types/hass";

const LOOK_AGAIN_MS = 3000;

/**
 * Follows one import from its begin to its result. When the line breaks, as when Home Assistant is started again in its
 * middle, it says so, looks what became of it, and follows on.
 */
export class ImportRun implements ReactiveController {
  importId?: string;
  progress?: { done: number; total: number; phase: string };
  result?: Partial<ImportResult>;
  /** Why there is no result. */
  error?: CampusError;
  /** The line is interrupted, or the server is just being started. */
  isInterrupted = false;
  private feed?: Feed<ImportEvent>;
  private timer?: ReturnType<typeof setTimeout>;
  private connection?: Connection;
  private hass?: Hass;
  private site = "";
  private language: Language = "en";

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  get isRunning(): boolean {
    return this.importId !== undefined && this.result === undefined && this.error === undefined;
  }

  /** Begin an import that was checked, or join one that runs. */
  follow(hass: Hass, site: string, importId: string, language: Language): void {
    this.forget();
    this.hass = hass;
    this.site = site;
    this.language = language;
    this.importId = importId;
    this.connection = hass.connection;
    this.connection.addEventListener("disconnected", this.interrupted);
    this.open();
  }

  forget(): void {
    this.stop();
    this.importId = this.progress = this.result = this.error = undefined;
    this.isInterrupted = false;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stop();
  }

  hostConnected(): void {
    if (this.isRunning && this.hass && this.importId !== undefined) {
      this.follow(this.hass, this.site, this.importId, this.language);
    }
  }

  private open(): void {
    const { connection, importId } = this;
    if (!connection || importId === undefined) return;
    this.feed?.close();
    this.feed = new Feed<ImportEvent>(
      connection,
      applyFeed(importId, this.language),
      (event) => this.hear(event),
      (error) => this.refused(error),
    );
    this.feed.open();
  }

  private hear(event: ImportEvent): void {
    this.isInterrupted = false;
    if ("result" in event) {
      this.finish(event.result);
    } else {
      this.progress = event;
    }
    this.host.requestUpdate();
  }

  private refused(error: CampusError): void {
    if (this.progress === undefined && !this.isInterrupted) {
      this.stop(); // It never began: the reason is for the person.
      this.error = error;
      this.host.requestUpdate();
    } else {
      this.interrupted();
      this.feed?.close();
      this.feed = undefined;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.lookAgain(), LOOK_AGAIN_MS);
    }
  }

  /** After an interruption: it runs again, or it is over, or the server still has to take it up. */
  private async lookAgain(): Promise<void> {
    const { hass, importId } = this;
    if (!hass || importId === undefined) return;
    try {
      const { imports, running } = await fetchImports(hass, this.site);
      const job = imports.find((each) => each.import_id === importId);
      if (running?.import_id === importId) {
        this.open();
        return;
      }
      if (job?.state === "finished") {
        this.finish({ ...job.result, was_interrupted: job.was_interrupted });
        return;
      }
      if (job?.state === "failed") {
        this.stop();
        this.error = { code: "unknown", message: "import_failed" };
        this.host.requestUpdate();
        return;
      }
    } catch {
      // The server is not there yet.
    }
    this.timer = setTimeout(() => void this.lookAgain(), LOOK_AGAIN_MS);
  }

  private finish(result: Partial<ImportResult>): void {
    this.stop();
    this.isInterrupted = false;
    this.result = result;
    this.host.requestUpdate();
  }

  private readonly interrupted = (): void => {
    this.isInterrupted = true;
    this.host.requestUpdate();
  };

  private stop(): void {
    clearTimeout(this.timer);
    this.feed?.close();
    this.feed = undefined;
    this.connection?.removeEventListener("disconnected", this.interrupted);
  }
}
