import { css, html, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { fetchEnergy, type RoomEnergy } from "../data/energy";
import { toCampusError } from "../data/connection";
import { define } from "../define";
import { formatNumber } from "../format";
import type { Hass } from "../types/hass";
import type { CardConfig } from "../types/lovelace";
import { CampusCard } from "./base";

export interface AfterHoursConfig extends CardConfig {
  site: string;
  /** Rooms shown, those that used most first. */
  limit?: number;
}

type Used = RoomEnergy & { after_hours_week: number };

/** Meters are read every few minutes; this asks no more often. */
const REFRESH_MS = 300_000;
const LIMIT = 15;

/** Which rooms use energy after hours, the greatest use of the week first. */
export class AfterHoursCard extends CampusCard<AfterHoursConfig> {
  static override styles = [
    ...CampusCard.styles,
    css`
      td,
      th[scope="col"]:not(:first-child) {
        text-align: end;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      th[scope="row"] {
        width: 60%;
      }
      .bar {
        height: 4px;
        margin-top: 4px;
        border-radius: 2px;
        background: var(--sc-warn);
      }
    `,
  ];

  @state() private rooms?: Used[];
  private timer?: ReturnType<typeof setInterval>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    if (this.hasUpdated) {
      void this.refresh();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override checkConfig(config: AfterHoursConfig): AfterHoursConfig {
    if (!config.site) {
      throw new Error("site");
    }
    return config;
  }

  protected override configured(): void {
    void this.refresh();
  }

  protected override retry(): void {
    super.retry();
    void this.refresh();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has("hass") && changed.get("hass") === undefined) {
      void this.refresh();
    }
  }

  protected override renderCard(hass: Hass, config: AfterHoursConfig): TemplateResult {
    const rooms = this.rooms?.slice(0, config.limit ?? LIMIT) ?? [];
    const most = Math.max(...rooms.map(({ after_hours_week }) => after_hours_week), 0);
    return html`<ha-card>
      <div class="content">
        ${
          rooms.length === 0
            ? html`<p class="secondary">${this.t(this.rooms ? "energy.no_after_hours" : "energy.loading")}</p>`
            : html`<table>
                <thead>
                  <tr>
                    <th scope="col">${this.t("energy.room")}</th>
                    <th scope="col">${this.t("energy.today")}</th>
                    <th scope="col">${this.t("energy.week")}</th>
                  </tr>
                </thead>
                <tbody>
                  ${rooms.map(
                    (room) =>
                      html`<tr>
                        <th scope="row">
                          ${room.name}
                          <div
                            class="bar"
                            style="width: ${(100 * room.after_hours_week) / most}%"
                            aria-hidden="true"
                          ></div>
                        </th>
                        <td>${room.after_hours_today === null ? "–" : this.energy(hass, room.after_hours_today)}</td>
                        <td>${this.energy(hass, room.after_hours_week)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>`
        }
      </div>
    </ha-card>`;
  }

  private energy(hass: Hass, value: number): string {
    return `${formatNumber(hass, value)} kWh`;
  }

  private async refresh(): Promise<void> {
    const { hass, config } = this;
    if (!hass || !config || !this.isConnected) {
      return;
    }
    try {
      const { groups } = await fetchEnergy(hass, config.site);
      this.failure = undefined;
      this.rooms = groups
        .flatMap(({ rooms }) => rooms)
        .filter((room): room is Used => (room.after_hours_week ?? 0) > 0)
        .sort((a, b) => b.after_hours_week - a.after_hours_week);
    } catch (thrown) {
      this.fail(toCampusError(thrown));
    }
  }
}

define("smart-campus-after-hours-card", AfterHoursCard);
