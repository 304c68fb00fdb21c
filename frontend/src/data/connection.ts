import type { Connection, Hass, Message, Unsubscribe } from "../types/hass";

/** What went wrong, in the server's words. `key` and `placeholders` name a translated sentence when there is one. */
export interface CampusError {
  code: string;
  message: string;
  domain?: string;
  key?: string;
  placeholders?: Record<string, string>;
}

/** Codes of Home Assistant's own client: cannot connect, invalid login, connection lost. */
const CLIENT_CODES: Record<number, string> = { 1: "connection_lost", 2: "unauthorized", 3: "connection_lost" };
/** Passes by itself: the server starts, the site is still set up, the line is interrupted. */
const PASSING = new Set(["connection_lost", "not_found", "unknown_command", "home_assistant_error", "timeout"]);
const RETRY_AFTER_S = [1, 2, 5, 10, 30];
const CALL_TIMEOUT_S = 30;

/** Whatever was thrown, as an error that can be shown. */
export function toCampusError(thrown: unknown): CampusError {
  if (thrown instanceof CampusCallError) {
    return thrown;
  }
  if (typeof thrown === "object" && thrown !== null) {
    const given = thrown as Record<string, unknown>;
    const code = typeof given.code === "number" ? (CLIENT_CODES[given.code] ?? "unknown") : given.code;
    return {
      code: typeof code === "string" ? code : "unknown",
      message: typeof given.message === "string" ? given.message : "",
      ...(typeof given.translation_domain === "string" && { domain: given.translation_domain }),
      ...(typeof given.translation_key === "string" && { key: given.translation_key }),
      ...(typeof given.translation_placeholders === "object" && {
        placeholders: given.translation_placeholders as Record<string, string>,
      }),
    };
  }
  return typeof thrown === "number"
    ? { code: CLIENT_CODES[thrown] ?? "unknown", message: "" }
    : { code: "unknown", message: String(thrown) };
}

/** One command, one answer. Rejects with a `CampusError` only; no answer in 30 s is one of code "timeout". */
export async function call<T>(hass: Pick<Hass, "callWS">, message: Message): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CampusCallError({ code: "timeout", message: "" })), CALL_TIMEOUT_S * 1000);
  });
  try {
    return await Promise.race([hass.callWS<T>(message), late]);
  } catch (thrown) {
    throw new CampusCallError(toCampusError(thrown));
  } finally {
    clearTimeout(timer);
  }
}

/** The `CampusError` that `call` rejects with. */
export class CampusCallError extends Error implements CampusError {
  readonly code: string;
  readonly domain?: string;
  readonly key?: string;
  readonly placeholders?: Record<string, string>;

  constructor(error: CampusError) {
    super(error.message);
    this.code = error.code;
    this.domain = error.domain;
    this.key = error.key;
    this.placeholders = error.placeholders;
  }
}

/** A subscription that lives until `close`: made anew after a reconnect, tried again when the trouble may pass. */
export class Feed<T> {
  private unsubscribe?: Unsubscribe;
  private timer?: ReturnType<typeof setTimeout>;
  private failures = 0;
  private turn = 0;
  private isOpen = false;

  constructor(
    private readonly connection: Connection,
    private readonly message: Message,
    private readonly onEvent: (event: T) => void,
    private readonly onError: (error: CampusError) => void,
  ) {}

  open(): void {
    if (this.isOpen) {
      return;
    }
    this.isOpen = true;
    this.connection.addEventListener("ready", this.reopen);
    void this.subscribe();
  }

  close(): void {
    this.isOpen = false;
    this.turn += 1;
    clearTimeout(this.timer);
    this.connection.removeEventListener("ready", this.reopen);
    this.drop();
  }

  private readonly reopen = (): void => {
    this.unsubscribe = undefined; // The subscription ended with the old connection.
    this.failures = 0;
    clearTimeout(this.timer);
    void this.subscribe();
  };

  private async subscribe(): Promise<void> {
    const turn = ++this.turn;
    try {
      const unsubscribe = await this.connection.subscribeMessage<T>(
        (event) => {
          if (turn === this.turn) {
            this.failures = 0;
            this.onEvent(event);
          }
        },
        this.message,
        { resubscribe: false },
      );
      if (turn === this.turn) {
        this.unsubscribe = unsubscribe;
      } else {
        void Promise.resolve(unsubscribe()).catch(() => undefined);
      }
    } catch (thrown) {
      if (turn === this.turn) {
        this.fail(toCampusError(thrown));
      }
    }
  }

  private fail(error: CampusError): void {
    this.onError(error);
    if (PASSING.has(error.code)) {
      const wait = RETRY_AFTER_S[Math.min(this.failures, RETRY_AFTER_S.length - 1)] ?? 30;
      this.failures += 1;
      this.timer = setTimeout(() => void this.subscribe(), wait * 1000);
    }
  }

  private drop(): void {
    const unsubscribe = this.unsubscribe;
    this.unsubscribe = undefined;
    if (unsubscribe) {
      void Promise.resolve(unsubscribe()).catch(() => undefined); // Nobody listens any more: a lost line is no trouble.
    }
  }
}

/** The first event of a subscription, which ends with it; rejects as `call` does. */
export async function first<T>(hass: Pick<Hass, "connection">, message: Message): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opened: Promise<Unsubscribe> | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new CampusCallError({ code: "timeout", message: "" })), CALL_TIMEOUT_S * 1000);
      opened = hass.connection.subscribeMessage<T>(resolve, message, { resubscribe: false });
      opened.catch((thrown: unknown) => reject(new CampusCallError(toCampusError(thrown))));
    });
  } finally {
    clearTimeout(timer);
    void opened?.then((unsubscribe) => unsubscribe()).catch(() => undefined);
  }
}
