/** The page of a room on the dashboard that is open. */
export function roomPath(room: string): string {
  return dashboardPath(`room-${room}`);
}

/** The page of a switch on the dashboard that is open. */
export function switchPath(deviceId: string): string {
  return dashboardPath(`switch-${deviceId}`);
}

/** Home Assistant's own page of a device. */
export function devicePath(deviceId: string): string {
  return `/config/devices/device/${encodeURIComponent(deviceId)}`;
}

/** The back arrow of the page leads here again. */
function dashboardPath(view: string): string {
  const dashboard = location.pathname.split("/")[1] ?? "";
  return `/${dashboard}/${encodeURIComponent(view)}?historyBack=1`;
}
