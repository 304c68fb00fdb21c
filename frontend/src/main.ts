/** Everything this bundle brings: loaded by Home Assistant on every page, so that dashboards find it defined. */
import "./cards/after-hours-card";
import "./cards/alerts/card";
import "./cards/attention/card";
import "./cards/class/card";
import "./cards/day/card";
import "./cards/error-card";
import "./cards/port-map/port-map-card";
import "./cards/rooms/card";
import "./strategies/all";
import "./cards/recordings/recordings-card";
import "./cards/inspection/inspection-card";
import "./cards/access/access-card";
import "./cards/windows/windows-card";
import "./cards/equipment/equipment-card";
import "./cards/work-orders/work-orders-card";
import "./cards/indicators/indicators-card";
import "./cards/equipment-import/equipment-import-card";
