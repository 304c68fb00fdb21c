import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { call, type CampusError, Feed, toCampusError } from "../data/connection";
import { SharedFeed } from "../data/shared-feed";
import { describeError, describeKnown } from "../errors";
import { localize, type Params, type TranslationKey } from "../localize";
import { baseStyles } from "../styles/base";
import type { Hass, Message } from "../types/hass";
import type { CardConfig, GridOptions } from "../types/lovelace";
import "./error-card";

interface Wanted {
  message: Message;
  onEvent: (event: never) => void;
  isShared: boolean;
  feed?: Feed<never> | SharedFeed<never>;
}

/** Throw an `Error` for a card's configuration that names no site. */
export function requireSite({ site }: { site: unknown }): void {
  if (typeof site !== "string" || site === "") throw new Error("site");
}

/**
 * What every card of ours is: configuration checked without a throw, subscriptions bound to being on the page, words by
 * the user's language, errors as a readable card in its place.
 */
export abstract class CampusCard<C extends CardConfig> extends LitElement {
  static override styles = [baseStyles];

  @property({ attribute: false }) hass?: Hass;
  @state() protected config?: C;
  /** Shown in the place of the card until it passes. */
  @state() protected failure?: CampusError;
  @state() private failureText = "";

  /** Entities whose states the card shows; a change of others does not draw it anew. */
  protected watched: readonly string[] = [];

  private readonly wanted = new Map<string, Wanted>();

  /** Home Assistant calls this; a configuration that is not right becomes an error card that says so. */
  setConfig(config: C): void {
    this.failure = undefined;
    this.unsubscribeAll();
    try {
      this.config = this.checkConfig(config);
      this.configured(this.config);
    } catch (thrown) {
      this.config = undefined;
      this.fail({ code: "config", message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  getCardSize(): number {
    return 4;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, rows: "auto", min_columns: 6 };
  }

  /** Return the configuration with what is missing filled in; throw an `Error` that names what is wrong. */
  protected checkConfig(config: C): C {
    return config;
  }

  /** Called with each new configuration: subscribe here. */
  protected configured(_config: C): void {
    // Most cards without a subscription have nothing to do.
  }

  protected abstract renderCard(hass: Hass, config: C): TemplateResult | typeof nothing;

  protected t(key: TranslationKey, params?: Params): string {
    return localize(this.hass?.locale, key, params);
  }

  /**
   * Listen while the card is on the page, also after a reconnect. The same key again replaces the subscription. An event
   * takes a shown error away; an error that does not pass by itself is shown with a button to try again. isShared: each
   * event is a whole state, and other cards on the page want the same.
   */
  protected subscribe<E>(key: string, message: Message, onEvent: (event: E) => void, isShared = false): void {
    this.unsubscribe(key);
    this.wanted.set(key, { message, onEvent, isShared });
    this.openFeeds();
  }

  protected unsubscribe(key: string): void {
    this.wanted.get(key)?.feed?.close();
    this.wanted.delete(key);
  }

  /** One command, one answer; rejects with a `CampusError`. */
  protected call<T>(message: Message): Promise<T> {
    return this.hass ? call<T>(this.hass, message) : Promise.reject(new Error("not connected"));
  }

  /** The sentence of an error, for a place of the card's own (beside the button that was pressed). */
  protected async describe(thrown: unknown): Promise<string> {
    const error = toCampusError(thrown);
    return this.hass ? describeError(this.hass, error) : error.message;
  }

  /** Show an error in the place of the card. */
  protected fail(error: CampusError): void {
    this.failure = error;
    this.failureText = "";
    if (this.hass) {
      void describeError(this.hass, error).then((text) => {
        if (this.failure === error) {
          this.failureText = text;
        }
      });
    }
  }

  /** The user pressed "Try again". */
  protected retry(): void {
    this.failure = undefined;
    for (const each of this.wanted.values()) {
      each.feed?.close();
      each.feed = undefined;
    }
    this.openFeeds();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.openFeeds();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const each of this.wanted.values()) {
      each.feed?.close();
      each.feed = undefined;
    }
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("hass")) {
      this.openFeeds();
    }
  }

  /** Home Assistant hands over a new `hass` with every change of any state: thousands a minute on a large campus. */
  protected override shouldUpdate(changed: Map<PropertyKey, unknown>): boolean {
    const before = changed.get("hass") as Hass | undefined;
    if (changed.size > 1 || !before || !this.hass) {
      return true;
    }
    const { hass } = this;
    return (
      before.locale !== hass.locale ||
      before.user !== hass.user ||
      this.watched.some((entityId) => before.states[entityId] !== hass.states[entityId])
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.failure) {
      return this.renderFailure(this.failure);
    }
    return this.hass && this.config ? this.renderCard(this.hass, this.config) : nothing;
  }

  private renderFailure(error: CampusError): TemplateResult | typeof nothing {
    if (!this.hass) {
      return nothing;
    }
    return html`<smart-campus-error-card
      .hass=${this.hass}
      .retry=${error.code !== "config"}
      .config=${{ type: "custom:smart-campus-error-card", message: this.failureText || describeKnown(this.hass, error) }}
      @smart-campus-retry=${() => this.retry()}
    ></smart-campus-error-card>`;
  }

  private openFeeds(): void {
    if (!this.hass || !this.isConnected) {
      return;
    }
    for (const each of this.wanted.values()) {
      if (!each.feed) {
        each.feed = new (each.isShared ? SharedFeed<never> : Feed<never>)(
          this.hass.connection,
          each.message,
          (event) => {
            this.failure = undefined;
            each.onEvent(event);
          },
          (error) => this.fail(error),
        );
        each.feed.open();
      }
    }
  }

  private unsubscribeAll(): void {
    for (const key of [...this.wanted.keys()]) {
      this.unsubscribe(key);
    }
  }
}
