/** The dashboard, its views, and its offer in the dialog for a new one. */
import "./dashboard";
import { offerDashboard } from "./offer";
import "./views/attention";
import "./views/buildings";
import "./views/energy";
import "./views/equipment";
import "./views/gates";
import "./views/network";
import "./views/recordings";
import "./views/room";
import "./views/switch";

offerDashboard();
