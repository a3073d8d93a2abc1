// Everything the staff's pages do beyond HTML; each module minds one behaviour.
import "./live.js";
import "./toasts.js";
import "./menus.js";
import "./panes.js";
import "./list.js";
import "./timeline.js";
import "./presence.js";
import "./composer.js";
import "./ways.js";
import "./prepared.js";
import "./suggest.js";
import "./attach.js";
import "./typing.js";
import "./title.js";
import "./palette.js";
import "./keys.js";
