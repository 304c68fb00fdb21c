import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type Port, portsFeed, type SwitchPorts } from "../../data/ports";
import { define } from "../../define";
import { formatRelative } from "../../format";

import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { tableStyles } from "../../parts/table";
import { markStyles } from "../../styles/marks";
import type { Words } from "../../parts/words";
import { shortBits } from "../../quantities";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import { type Block, layOut, type Member, neighbourOf, type Slot } from "./faceplate";
import { legend } from "./legend";
import { portDetails } from "./port-details";
import { portPicture } from "./port-picture";
import { describePort, FAULT_LABELS, isInTrouble } from "./port-state";
import { portTable } from "./port-table";
import { portMapStyles } from "./styles";

interface PortMapConfig extends CardConfig {
  device_id: string;
}

const OFF_S = 5;

/** The front of a switch, drawn: which port has a link, how fast, what hangs on it, and what is wrong. */
export class PortMapCard extends CampusCard<PortMapConfig> {
  static override styles = [...CampusCard.styles, markStyles, tableStyles, portMapStyles];

  @state() private data?: SwitchPorts;
  /** ifIndex of the port a person chose, of the one looked at in passing, and of the one the keyboard is at. */
  @state() private chosen?: number;
  @state() private passing?: number;
  @state() private focused?: number;
  @state() private isTable = false;
  @state() private asking?: Port;
  private members: Member[] = [];
  private readonly restart = new Deed(this, (thrown) => this.describe(thrown));

  protected override checkConfig(config: PortMapConfig): PortMapConfig {
    if (typeof config.device_id !== "string" || config.device_id === "") throw new Error("device_id");
    return config;
  }

  protected override configured(config: PortMapConfig): void {
    this.data = undefined;
    this.chosen = this.passing = this.focused = undefined;
    this.subscribe<SwitchPorts>("ports", portsFeed(config.device_id), (event) => {
      this.members = layOut(event.ports);
      this.data = event;
    });
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const { data } = this;
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow cut">${data ? plain(data.switch, 120) : this.t("port_map.title")}</h2>
        <button type="button" aria-pressed=${this.isTable} ?disabled=${!data} @click=${this.toggle}>
          ${this.t("port_map.as_table")}
        </button>
      </div>
      <div class="content">${data ? this.renderSwitch(words, data) : this.t("loading")}</div>
      ${this.asking ? this.renderQuestion(words, this.asking) : nothing}
    </ha-card>`;
  }

  private renderSwitch(words: Words, data: SwitchPorts): TemplateResult {
    const { t, hass } = words;
    if (data.ports.length === 0) {
      return html`<p>${t("port_map.empty")}</p>`;
    }
    const inTrouble = data.ports.filter(isInTrouble);
    return html`${
        data.is_answering
          ? nothing
          : html`<p class="notice" role="status">
              ${t("port_map.silent", { when: data.at === null ? "" : formatRelative(hass, data.at) })}
            </p>`
      }
      ${inTrouble.length === 0 ? nothing : this.renderTroubles(words, inTrouble)}
      ${
        this.isTable
          ? portTable(words, data.switch, data.ports, (port) => this.choose(port))
          : html`${this.members.map((member) => this.renderMember(words, member))} ${legend(words)}`
      }
      <div class="panel" role="region" aria-label=${t("port_map.details")}>${this.renderPanel(words, data)}</div>`;
  }

  private renderTroubles({ t }: Words, ports: readonly Port[]): TemplateResult {
    return html`<h3 id="troubles">${t("port_map.in_trouble", { count: ports.length })}</h3>
      <div class="troubles" role="group" aria-labelledby="troubles">
        ${ports
          .slice(0, 12)
          .map(
            (port) =>
              html`<button type="button" class="cut" @click=${() => this.choose(port)}>
                ${port.name} ${port.faults.map(({ fault }) => t(FAULT_LABELS[fault])).join(t("list_comma"))}
              </button>`,
          )}
      </div>`;
  }

  private renderMember(words: Words, member: Member): TemplateResult {
    const { t } = words;
    const { tabStop } = this;
    const name = member.id === "" ? t("port_map.ports") : t("port_map.member", { number: member.id });
    return html`<div class="member">
      ${member.id === "" ? nothing : html`<h3>${name}</h3>`}
      <div
        class="plate"
        role="group"
        aria-label=${name}
        aria-describedby="keys"
        @mouseleave=${() => (this.passing = undefined)}
      >
        ${member.blocks.map(
          (block) =>
            html`<div class="block ${block.kind}" style="grid-template-columns: repeat(${block.columns}, auto)">
              ${block.slots.map((slot) => this.renderPort(words, block, slot, slot === tabStop))}
            </div>`,
        )}
      </div>
      <span id="keys" class="sr-only">${t("port_map.keys")}</span>
    </div>`;
  }

  private renderPort(words: Words, block: Block, slot: Slot, isTabStop: boolean): TemplateResult {
    const { port } = slot;
    const speed = port.oper === "up" && port.speed !== null ? shortBits(words.hass, port.speed) : "";
    // The name begins with what stands there, for whoever works the page by voice.
    const shown = [slot.label, speed].filter((text) => text !== "").join(" ");
    return html`<button
      type="button"
      class="port ${slot.row === 1 ? "lower" : ""}"
      style="grid-column: ${slot.column + 1}; grid-row: ${slot.row + 1}"
      data-index=${port.if_index}
      tabindex=${isTabStop ? 0 : -1}
      aria-pressed=${this.chosen === port.if_index}
      aria-label=${`${shown}, ${describePort(words, port)}`}
      @click=${() => this.choose(port)}
      @focus=${() => (this.focused = port.if_index)}
      @mouseenter=${() => (this.passing = port.if_index)}
      @keydown=${(event: KeyboardEvent) => this.move(event, slot)}
    >
      <span class="label">${slot.label}</span>
      ${portPicture(port, block.kind, slot.row)}
      <span class="speed">${speed}</span>
    </button>`;
  }

  private renderPanel(words: Words, data: SwitchPorts): TemplateResult {
    const index = this.passing ?? this.chosen ?? this.focused;
    const port = data.ports.find((each) => each.if_index === index);
    return port
      ? portDetails(words, port, this.renderActions(words, data, port))
      : html`<p class="secondary">${words.t("port_map.choose")}</p>`;
  }

  private renderActions({ t, hass }: Words, data: SwitchPorts, port: Port): TemplateResult | typeof nothing {
    if (port.poe_enabled === null || port.is_uplink || hass.user?.is_admin !== true) {
      return nothing;
    }
    return html`<div class="actions">
      ${
        data.may_switch
          ? html`<button type="button" ?disabled=${this.restart.isRunning} @click=${() => (this.asking = port)}>
              ${this.restart.isRunning ? t("port_map.restart.running") : t("port_map.restart.button")}
            </button>`
          : html`<p class="secondary">${t("port_map.restart.not_allowed")}</p>`
      }
      <p role="alert" class=${this.restart.error ? "error" : ""}>${this.restart.error}</p>
    </div>`;
  }

  private renderQuestion({ hass, t }: Words, port: Port): TemplateResult {
    const names = port.connected.map(({ name }) => name).join(t("list_comma"));
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t("port_map.restart.title", { port: port.name })}
      @smart-campus-closed=${() => (this.asking = undefined)}
    >
      <p>${t("port_map.restart.question", { seconds: OFF_S })}</p>
      ${names === "" ? nothing : html`<p>${t("port_map.restart.affected", { names })}</p>`}
      <div slot="actions">
        <button type="button" @click=${this.closeQuestion}>${t("dialog.cancel")}</button>
        <button type="button" class="primary" @click=${() => this.powerCycle(port)}>
          ${t("port_map.restart.button")}
        </button>
      </div>
    </smart-campus-dialog>`;
  }

  private toggle(): void {
    this.isTable = !this.isTable;
    this.passing = undefined;
  }

  private choose(port: Port): void {
    this.chosen = this.focused = port.if_index;
    this.passing = undefined;
    this.restart.forget();
  }

  /** The one port that the tab key leads to. */
  private get tabStop(): Slot | undefined {
    const slots = this.members.flatMap((member) => member.blocks.flatMap((block) => block.slots));
    return slots.find(({ port }) => port.if_index === (this.focused ?? this.chosen)) ?? slots[0];
  }

  private move(event: KeyboardEvent, from: Slot): void {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const next = neighbourOf(this.members, from, event.key);
    this.renderRoot.querySelector<HTMLElement>(`[data-index="${next.port.if_index}"]`)?.focus();
  }

  private closeQuestion(): void {
    this.renderRoot.querySelector("smart-campus-dialog")?.close();
  }

  private powerCycle(port: Port): void {
    this.closeQuestion();
    const { hass, data } = this;
    if (!hass || !data) {
      return;
    }
    // A name that two ports share does not say which is meant; a number does.
    const isUnique = data.ports.filter(({ name }) => name === port.name).length === 1;
    const name = isUnique ? port.name : String(port.if_index);
    void this.restart.run(async () => {
      const asked = { device_id: data.device_id, port: name, off_seconds: OFF_S };
      await hass.callService("smart_campus", "power_cycle_port", asked, undefined, false);
    });
  }
}

define("smart-campus-port-map-card", PortMapCard);

declare global {
  interface HTMLElementTagNameMap {
    "smart-campus-dialog": import("../../parts/dialog").CampusDialog;
  }
}
