/** What this bundle uses of Home Assistant's frontend; no more, so that little can change beneath it. */

export type Unsubscribe = () => Promise<void> | void;

export interface Message {
  type: string;
  [key: string]: unknown;
}

export interface Connection {
  connected: boolean;
  subscribeMessage<T>(
    callback: (event: T) => void,
    message: Message,
    options?: { resubscribe?: boolean; preCheck?: () => boolean | Promise<boolean> },
  ): Promise<Unsubscribe>;
  addEventListener(name: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(name: "ready" | "disconnected", listener: () => void): void;
}

export interface StateObject {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
  last_changed?: string;
}

/** An entity as the display registry has it. */
export interface EntityEntry {
  entity_id: string;
  device_id?: string;
  area_id?: string;
  hidden?: boolean;
  platform?: string;
  translation_key?: string;
  entity_category?: "config" | "diagnostic";
}

export interface AreaEntry {
  area_id: string;
  name: string;
  floor_id?: string | null;
  icon?: string | null;
}

export interface FloorEntry {
  floor_id: string;
  name: string;
  level: number | null;
  icon?: string | null;
}

export interface Locale {
  language: string;
  number_format?: string;
  /** "12" | "24" | "language" | "system" */
  time_format?: string;
  /** "local" (of the browser) or "server" */
  time_zone?: string;
}

export interface Hass {
  connection: Connection;
  connected?: boolean;
  states: Record<string, StateObject | undefined>;
  entities: Record<string, EntityEntry | undefined>;
  devices: Record<string, { id: string; name?: string | null; area_id?: string | null } | undefined>;
  areas: Record<string, AreaEntry | undefined>;
  floors?: Record<string, FloorEntry | undefined>;
  locale: Locale;
  config: { time_zone: string; components?: string[]; state?: string };
  user?: { id: string; name: string; is_admin: boolean };
  callWS<T>(message: Message): Promise<T>;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: { area_id?: string | string[]; device_id?: string | string[]; entity_id?: string | string[] },
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown } | undefined>;
  fetchWithAuth?(path: string, init?: RequestInit): Promise<Response>;
  hassUrl?(path?: string): string;
  localize(key: string, values?: Record<string, string | number>): string;
  loadBackendTranslation?(category: string, integration?: string | string[]): Promise<unknown>;
}
