import type { Connection, Message } from "../types/hass";
import { type CampusError, Feed } from "./connection";

interface Listener {
  onEvent: (event: never) => void;
  onError: (error: CampusError) => void;
}

interface Shared {
  feed: Feed<never>;
  listeners: Set<Listener>;
  newest?: { event: never };
  hasFailed: boolean;
}

const open = new WeakMap<Connection, Map<string, Shared>>();

/**
 * A subscription whose events are whole states, which several cards of a page want: the server is asked once, and who
 * comes later hears the newest event at once.
 */
export class SharedFeed<T> {
  private readonly listener: Listener;
  private readonly key: string;

  constructor(
    private readonly connection: Connection,
    private readonly message: Message,
    onEvent: (event: T) => void,
    onError: (error: CampusError) => void,
  ) {
    this.listener = { onEvent, onError };
    this.key = JSON.stringify(message);
  }

  open(): void {
    const shared = this.shared();
    shared.listeners.add(this.listener);
    if (shared.newest) {
      this.listener.onEvent(shared.newest.event);
    }
    if (shared.hasFailed) {
      shared.hasFailed = false;
      shared.feed.close(); // Somebody wants it tried again.
    }
    shared.feed.open();
  }

  close(): void {
    const feeds = open.get(this.connection);
    const shared = feeds?.get(this.key);
    if (shared?.listeners.delete(this.listener) && shared.listeners.size === 0) {
      shared.feed.close();
      feeds?.delete(this.key);
    }
  }

  private shared(): Shared {
    const feeds = open.get(this.connection) ?? new Map<string, Shared>();
    open.set(this.connection, feeds);
    const known = feeds.get(this.key);
    if (known) {
      return known;
    }
    const listeners = new Set<Listener>();
    const made: Shared = {
      listeners,
      hasFailed: false,
      feed: new Feed<never>(
        this.connection,
        this.message,
        (event) => {
          made.newest = { event };
          made.hasFailed = false;
          for (const { onEvent } of [...listeners]) onEvent(event);
        },
        (error) => {
          made.newest = undefined;
          made.hasFailed = true;
          for (const { onError } of [...listeners]) onError(error);
        },
      ),
    };
    feeds.set(this.key, made);
    return made;
  }
}
