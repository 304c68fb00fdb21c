import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Draws its host anew every so often while it is on the page: ages grow, lessons begin. */
export class Ticking implements ReactiveController {
  /** Milliseconds; the same for everything drawn at once. */
  now = Date.now();
  private timer?: ReturnType<typeof setInterval>;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly everyS: number,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.now = Date.now();
    this.timer = setInterval(() => {
      this.now = Date.now();
      this.host.requestUpdate();
    }, this.everyS * 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }

  hostUpdate(): void {
    this.now = Date.now();
  }
}
