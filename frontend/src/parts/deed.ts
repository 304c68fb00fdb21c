import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Something a person asked for: one at a time, and its error stands beside what was pressed. */
export class Deed implements ReactiveController {
  isRunning = false;
  error = "";

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly describe: (thrown: unknown) => Promise<string>,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.error = "";
  }

  /** Return whether it was done; while another runs, nothing is. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.isRunning) {
      return false;
    }
    this.isRunning = true;
    this.forget();
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = await this.describe(thrown);
      return false;
    } finally {
      this.isRunning = false;
      this.host.requestUpdate();
    }
  }

  /** Take a shown error away. */
  forget(): void {
    this.error = "";
    this.host.requestUpdate();
  }
}
