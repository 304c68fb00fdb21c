import type { Connection, Hass, Message, Unsubscribe } from "../types/hass";

type Answer = unknown;

/** Answers by command type; remembers what was asked, and lets a test send events and cut the line. */
export class FakeConnection implements Connection {
  connected = true;
  readonly asked: Message[] = [];
  readonly open: { message: Message; callback: (event: never) => void }[] = [];
  /** An `Error` or an object with a code and no other use is thrown; a function is called with the message. */
  readonly answers: Record<string, Answer> = {};
  private readonly listeners: Record<string, Set<() => void>> = { ready: new Set(), disconnected: new Set() };

  subscribeMessage<T>(callback: (event: T) => void, message: Message): Promise<Unsubscribe> {
    this.asked.push(message);
    const answer = this.answer(message);
    if (isFailure(answer)) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as Home Assistant's client does
      return Promise.reject(answer.error);
    }
    const subscription = { message, callback: callback as (event: never) => void };
    this.open.push(subscription);
    if (answer !== undefined) {
      callback(answer as T);
    }
    return Promise.resolve(() => {
      this.open.splice(this.open.indexOf(subscription), 1);
    });
  }

  addEventListener(name: "ready" | "disconnected", listener: () => void): void {
    this.listeners[name]?.add(listener);
  }

  removeEventListener(name: "ready" | "disconnected", listener: () => void): void {
    this.listeners[name]?.delete(listener);
  }

  callWS = <T>(message: Message): Promise<T> => {
    this.asked.push(message);
    const answer = this.answer(message);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as Home Assistant's client does
    return isFailure(answer) ? Promise.reject(answer.error) : Promise.resolve(answer as T);
  };

  /** Send an event to every open subscription of this type. */
  emit(type: string, event: unknown): void {
    for (const { message, callback } of [...this.open]) {
      if (message.type === type) {
        callback(event as never);
      }
    }
  }

  /** The line breaks and comes back: subscriptions are gone, then "ready" is told. */
  reconnect(): void {
    this.open.length = 0;
    this.listeners.disconnected?.forEach((listener) => listener());
    this.listeners.ready?.forEach((listener) => listener());
  }

  private answer(message: Message): Answer {
    const answer = this.answers[message.type];
    return typeof answer === "function" ? (answer as (message: Message) => Answer)(message) : answer;
  }
}

/** An answer that is an error of the server. */
export function failure(code: string, message = "", more: Record<string, unknown> = {}): { error: unknown } {
  return { error: { code, message, ...more } };
}

function isFailure(answer: unknown): answer is { error: unknown } {
  return typeof answer === "object" && answer !== null && "error" in answer;
}

/** A frontend with nothing in it but what a test gives. */
export function makeHass(
  connection = new FakeConnection(),
  given: Partial<Hass> = {},
): Hass & { connection: FakeConnection } {
  return {
    states: {},
    entities: {},
    devices: {},
    areas: {},
    floors: {},
    locale: { language: "en", time_format: "24", time_zone: "server" },
    config: { time_zone: "Asia/Shanghai" },
    user: { id: "1", name: "Li", is_admin: true },
    callWS: connection.callWS,
    callService: () => Promise.resolve({ response: {} }),
    localize: () => "",
    ...given,
    connection,
  };
}

/** Let promises and Lit settle. */
export async function settle(element?: { updateComplete: Promise<unknown> }): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
    await element?.updateComplete;
  }
}
