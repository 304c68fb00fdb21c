var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=/* @__PURE__ */ new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,h=globalThis,ee=h.trustedTypes,te=ee?ee.emptyScript:``,ne=h.reactiveElementPolyfillSupport,g=(e,t)=>e,_={toAttribute(e,t){switch(t){case Boolean:e=e?te:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},v=(e,t)=>!l(e,t),re={attribute:!0,type:String,converter:_,reflect:!1,useDefault:!1,hasChanged:v};Symbol.metadata??=Symbol(`metadata`),h.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var y=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=re){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??re}static _$Ei(){if(this.hasOwnProperty(g(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(g(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(g(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?_:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?_:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??v)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};y.elementStyles=[],y.shadowRootOptions={mode:`open`},y[g(`elementProperties`)]=/* @__PURE__ */ new Map,y[g(`finalized`)]=/* @__PURE__ */ new Map,ne?.({ReactiveElement:y}),(h.reactiveElementVersions??=[]).push(`2.1.2`);var ie=globalThis,ae=e=>e,b=ie.trustedTypes,oe=b?b.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,se=`$lit$`,x=`lit$${Math.random().toFixed(9).slice(2)}$`,S=`?`+x,ce=`<${S}>`,C=document,w=()=>C.createComment(``),T=e=>e===null||typeof e!=`object`&&typeof e!=`function`,le=Array.isArray,ue=e=>le(e)||typeof e?.[Symbol.iterator]==`function`,de=`[ 	
\f\r]`,E=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,fe=/-->/g,pe=/>/g,D=RegExp(`>|${de}(?:([^\\s"'>=/]+)(${de}*=${de}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),me=/'/g,he=/"/g,ge=/^(?:script|style|textarea|title)$/i,O=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),k=Symbol.for(`lit-noChange`),A=Symbol.for(`lit-nothing`),_e=/* @__PURE__ */ new WeakMap,j=C.createTreeWalker(C,129);function ve(e,t){if(!le(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return oe===void 0?t:oe.createHTML(t)}var ye=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=E;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===E?c[1]===`!--`?o=fe:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=D):(ge.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=D):o=pe:o===D?c[0]===`>`?(o=i??E,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?D:c[3]===`"`?he:me):o===he||o===me?o=D:o===fe||o===pe?o=E:(o=D,i=void 0);let d=o===D&&e[t+1].startsWith(`/>`)?` `:``;a+=o===E?n+ce:l>=0?(r.push(s),n.slice(0,l)+se+n.slice(l)+x+d):n+x+(l===-2?t:d)}return[ve(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},M=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=ye(t,n);if(this.el=e.createElement(l,r),j.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=j.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(se)){let t=u[o++],n=i.getAttribute(e).split(x),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?xe:r[1]===`?`?Se:r[1]===`@`?Ce:F}),i.removeAttribute(e)}else e.startsWith(x)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(ge.test(i.tagName)){let e=i.textContent.split(x),t=e.length-1;if(t>0){i.textContent=b?b.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],w()),j.nextNode(),c.push({type:2,index:++a});i.append(e[t],w())}}}else if(i.nodeType===8){if(i.data===S)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(x,e+1))!==-1;)c.push({type:7,index:a}),e+=x.length-1}}a++}}static createElement(e,t){let n=C.createElement(`template`);return n.innerHTML=e,n}};function N(e,t,n=e,r){if(t===k)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=T(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=N(e,i._$AS(e,t.values),i,r)),t}var be=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??C).importNode(t,!0);j.currentNode=r;let i=j.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new P(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new we(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=j.nextNode(),a++)}return j.currentNode=C,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},P=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=N(this,e,t),T(e)?e===A||e==null||e===``?(this._$AH!==A&&this._$AR(),this._$AH=A):e!==this._$AH&&e!==k&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ue(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==A&&T(this._$AH)?this._$AA.nextSibling.data=e:this.T(C.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=M.createElement(ve(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new be(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=_e.get(e.strings);return t===void 0&&_e.set(e.strings,t=new M(e)),t}k(t){le(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(w()),this.O(w()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ae(e).nextSibling;ae(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},F=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=A,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=A}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=N(this,e,t,0),a=!T(e)||e!==this._$AH&&e!==k,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=N(this,r[n+o],t,o),s===k&&(s=this._$AH[o]),a||=!T(s)||s!==this._$AH[o],s===A?e=A:e!==A&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===A?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},xe=class extends F{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===A?void 0:e}},Se=class extends F{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==A)}},Ce=class extends F{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=N(this,e,t,0)??A)===k)return;let n=this._$AH,r=e===A&&n!==A||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==A&&(n===A||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},we=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){N(this,e)}},Te={M:se,P:x,A:S,C:1,L:ye,R:be,D:ue,V:N,I:P,H:F,N:Se,U:Ce,B:xe,F:we},Ee=ie.litHtmlPolyfillSupport;Ee?.(M,P),(ie.litHtmlVersions??=[]).push(`3.3.3`);var De=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new P(t.insertBefore(w(),e),e,void 0,n??{})}return i._$AI(e),i},Oe=globalThis,I=class extends y{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=De(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};I._$litElement$=!0,I.finalized=!0,Oe.litElementHydrateSupport?.({LitElement:I});var ke=Oe.litElementPolyfillSupport;ke?.({LitElement:I}),(Oe.litElementVersions??=[]).push(`4.2.2`);var Ae={attribute:!0,type:String,converter:_,reflect:!1,hasChanged:v},je=(e=Ae,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function L(e){return(t,n)=>typeof n==`object`?je(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function R(e){return L({...e,state:!0,attribute:!1})}var Me=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function Ne(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Me(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Me(n,r,{get(){return a(this)}})}}function Pe(e,t){customElements.get(e)||customElements.define(e,t)}var Fe={en:{dashboard:{title:`Campus`,name:`Smart Campus`,description:`Everything of a campus: what needs attention, buildings and rooms, recordings, network, energy, gates and equipment. Made by itself, and always up to date.`},error:{title:`This cannot be shown`,try_again:`Try again`,unauthorized:`You are not allowed to do this. Ask an administrator for the permission.`,not_found:`This is not there any more. Go back and open it anew.`,unknown_command:`The server does not know this yet. Restart Home Assistant if Smart Campus was just updated.`,connection_lost:`The connection to Home Assistant is interrupted. It is tried again by itself.`,timeout:`The server did not answer in time. Try again in a moment.`,unknown:`The server could not answer: {message}`,config:`The card is not set up right: {message}`},alerts:{title:`Alerts`,loading:`Loading alerts…`,open:{one:`{count} open`,other:`{count} open`},unanswered:{one:`, {count} that nobody has acknowledged`,other:`, {count} that nobody has acknowledged`},all_well:`All is well.`,all_well_more:`No alert is open. New ones appear here by themselves.`,severity:{safety:`Safety`,urgent:`Urgent`,warning:`Warning`,notice:`Notice`},nobody:`Nobody has acknowledged this yet`,acknowledged_by:`Acknowledged by {name}, {ago}`,acknowledged_by_automation:`Acknowledged by an automation, {ago}`,snoozed_until:`Snoozed until {at}`,escalated_to:`Escalated to {names}`,list_comma:`, `,actions:`What to do about: {title}`,acknowledge:`Acknowledge`,acknowledging:`Acknowledging…`,snooze:`Snooze`,resolve:`Resolve`,resolving:`Resolving…`,add_note:`Add note`,cancel:`Cancel`,snooze_for:`Come back in`,minutes:{one:`{count} minute`,other:`{count} minutes`},hours:{one:`{count} hour`,other:`{count} hours`},days:{one:`{count} day`,other:`{count} days`},note:`Note`,note_on_resolving:`What was done (may stay empty)`,save_note:`Save note`,saving:`Saving…`,notes:{one:`{count} note`,other:`{count} notes`},evidence:`What was measured`,children:{one:`{count} more thing out of order because of this`,other:`{count} more things out of order because of this`},more_children:{one:`and {count} more`,other:`and {count} more`},show_more:{one:`Show {count} more`,other:`Show more ({count})`},said_raised:`New alert. {severity}: {title}`,said_resolved:`Alert resolved: {title}`}},"zh-Hans":{dashboard:{title:`校园`,name:`智慧校园`,description:`校园的一切：待处理事项、楼宇与房间、录播、网络、能耗、门禁与设备台账。自动生成，始终是最新的。`},error:{title:`无法显示`,try_again:`重试`,unauthorized:`您没有此项权限，请向管理员申请。`,not_found:`此内容已不存在，请返回后重新打开。`,unknown_command:`服务器还不认识此请求。如果刚更新了智慧校园，请重启 Home Assistant。`,connection_lost:`与 Home Assistant 的连接中断，正在自动重连。`,timeout:`服务器没有及时应答，请稍后重试。`,unknown:`服务器无法应答：{message}`,config:`卡片配置有误：{message}`},alerts:{title:`告警`,loading:`正在加载告警…`,open:{other:`{count} 条未恢复`},unanswered:{other:`，{count} 条无人确认`},all_well:`一切正常。`,all_well_more:`没有未恢复的告警，新告警会自动显示在这里。`,severity:{safety:`安全`,urgent:`紧急`,warning:`警告`,notice:`提示`},nobody:`尚无人确认`,acknowledged_by:`{name} 已确认（{ago}）`,acknowledged_by_automation:`已由自动化确认（{ago}）`,snoozed_until:`已暂停至 {at}`,escalated_to:`已升级至 {names}`,list_comma:`、`,actions:`处理告警：{title}`,acknowledge:`确认`,acknowledging:`正在确认…`,snooze:`稍后提醒`,resolve:`解除`,resolving:`正在解除…`,add_note:`添加备注`,cancel:`取消`,snooze_for:`多久后再次提醒`,minutes:{other:`{count} 分钟`},hours:{other:`{count} 小时`},days:{other:`{count} 天`},note:`备注`,note_on_resolving:`处理情况（可留空）`,save_note:`保存备注`,saving:`正在保存…`,notes:{other:`{count} 条备注`},evidence:`测量依据`,children:{other:`另有 {count} 项受其影响`},more_children:{other:`等，另有 {count} 项`},show_more:{other:`显示更多（{count} 条）`},said_raised:`新告警，{severity}：{title}`,said_resolved:`告警已解除：{title}`}}};function Ie(e){return e?.language.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`}function z(e,t,n={}){let r=Ie(e),i=Fe[r];for(let e of t.split(`.`))i=typeof i==`object`?i[e]:void 0;if(typeof i==`object`){let e=i;i=(new Intl.PluralRules(r).select(Number(n.count??0))===`one`?e.one:void 0)??e.other}return typeof i==`string`?i.replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e)):t}var B=o`
  :host {
    --sc-bad: var(--error-color, #db4437);
    --sc-warn: var(--warning-color, #ffa600);
    --sc-good: var(--success-color, #43a047);
    --sc-info: var(--info-color, #039be5);
    --sc-gap: 12px;
    --sc-touch: 44px;
    /* The theme's own colour, dark or light enough to be read (4.5 to 1) as text and behind the text on it. */
    --sc-link: color-mix(in srgb, var(--primary-color) 68%, var(--primary-text-color));
    --sc-press: color-mix(in srgb, var(--primary-color) 75%, black);
    display: block;
    color: var(--primary-text-color);
    font-size: 14px;
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  h2 {
    font-size: 16px;
    font-weight: 500;
  }
  h3 {
    font-size: 14px;
    font-weight: 500;
  }
  .content {
    padding: var(--sc-gap) 16px;
  }
  .secondary {
    color: var(--secondary-text-color);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--sc-gap);
  }
  .grow {
    flex: 1 1 auto;
    min-width: 0;
  }
  /* Read aloud, not shown. */
  .sr-only {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  select,
  input,
  textarea {
    box-sizing: border-box;
    min-height: 36px;
    font: inherit;
    color: inherit;
  }
  button {
    padding: 0 16px;
    border: 1px solid var(--divider-color);
    border-radius: 18px;
    background: transparent;
    cursor: pointer;
  }
  button.primary {
    border-color: transparent;
    background: var(--sc-press);
    color: var(--text-primary-color, #fff);
  }
  button.danger {
    border-color: var(--sc-bad);
  }
  button:hover:not(:disabled) {
    filter: brightness(0.96);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  select,
  input:not([type="checkbox"], [type="radio"], [type="file"]),
  textarea {
    padding: 6px 10px;
    border: 1px solid var(--divider-color);
    border-radius: 8px;
    background: var(--card-background-color);
  }
  a {
    color: var(--sc-link);
  }
  :focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px;
    border-bottom: 1px solid var(--divider-color);
    text-align: start;
    vertical-align: top;
  }
  th {
    font-weight: 500;
  }
  /* Tables wider than the card scroll in themselves, never the page. */
  .scroll {
    overflow-x: auto;
  }
  @media (pointer: coarse) {
    button,
    select,
    input:not([type="checkbox"], [type="radio"]) {
      min-height: var(--sc-touch);
      border-radius: 22px;
    }
    select,
    input:not([type="checkbox"], [type="radio"]),
    textarea {
      border-radius: 8px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;function V(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var H=class extends I{constructor(...e){super(...e),this.retry=!1}static{this.styles=[B,o`
      .row {
        align-items: flex-start;
        padding: 16px;
      }
      ha-icon {
        color: var(--sc-warn);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sc-gap);
        margin-top: var(--sc-gap);
      }
    `]}setConfig(e){this.config=e}getCardSize(){return 2}getGridOptions(){return{columns:`full`,rows:`auto`}}render(){if(!this.config)return A;let{icon:e,message:t,path:n,link:r}=this.config,i=this.config.title??z(this.hass?.locale,`error.title`);return O`<ha-card>
      <div class="row" role="alert">
        <ha-icon .icon=${e??`mdi:alert-circle-outline`} aria-hidden="true"></ha-icon>
        <div class="grow">
          <h2>${i}</h2>
          <p>${t}</p>
          <div class="actions" ?hidden=${!this.retry&&n===void 0}>
            ${this.retry?O`<button type="button" @click=${this.again}>
                    ${z(this.hass?.locale,`error.try_again`)}
                  </button>`:A}
            ${n===void 0?A:O`<a href=${Le(n)}>${r??n}</a>`}
          </div>
        </div>
      </div>
    </ha-card>`}again(){this.dispatchEvent(new CustomEvent(`smart-campus-retry`,{bubbles:!0,composed:!0}))}};V([L({attribute:!1})],H.prototype,`hass`,void 0),V([L({type:Boolean})],H.prototype,`retry`,void 0),V([L({attribute:!1})],H.prototype,`config`,void 0);function Le(e){return/^\/(?![/\\])/.test(e)?e:`#`}Pe(`smart-campus-error-card`,H);var Re={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ze=e=>(...t)=>({_$litDirective$:e,values:t}),Be=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Ve}=Te,He=e=>e,Ue=()=>document.createComment(``),U=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Ve(r.insertBefore(Ue(),i),r.insertBefore(Ue(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=He(e).nextSibling;He(r).insertBefore(e,i),e=t}}}return n},W=(e,t,n=e)=>(e._$AI(t,n),e),We={},Ge=(e,t=We)=>e._$AH=t,Ke=e=>e._$AH,qe=e=>{e._$AR(),e._$AA.remove()},Je=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Ye=ze(class extends Be{constructor(e){if(super(e),e.type!==Re.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Ke(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=W(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=W(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=W(i[d],a[m]),U(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=W(i[f],a[p]),U(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Je(o,p,m),u=Je(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=U(e,i[d]);W(t,a[p]),c[p]=t}else c[p]=W(n,a[p]),U(e,i[d],n),i[t]=null;p++}else qe(i[f]),f--}else qe(i[d]),d++;for(;p<=m;){let t=U(e,c[m+1]);W(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&qe(e)}return this.ut=o,Ge(e,c),k}}),Xe={1:`connection_lost`,2:`unauthorized`,3:`connection_lost`},Ze=/* @__PURE__ */ new Set([`connection_lost`,`not_found`,`unknown_command`,`home_assistant_error`,`timeout`]),Qe=[1,2,5,10,30],$e=30;function G(e){if(typeof e==`object`&&e){let t=e,n=typeof t.code==`number`?Xe[t.code]??`unknown`:t.code;return{code:typeof n==`string`?n:`unknown`,message:typeof t.message==`string`?t.message:``,...typeof t.translation_domain==`string`&&{domain:t.translation_domain},...typeof t.translation_key==`string`&&{key:t.translation_key},...typeof t.translation_placeholders==`object`&&{placeholders:t.translation_placeholders}}}return typeof e==`number`?{code:Xe[e]??`unknown`,message:``}:{code:`unknown`,message:String(e)}}async function et(e,t){let n,r=new Promise((e,t)=>{n=setTimeout(()=>t(new tt({code:`timeout`,message:``})),$e*1e3)});try{return await Promise.race([e.callWS(t),r])}catch(e){throw new tt(G(e))}finally{clearTimeout(n)}}var tt=class extends Error{constructor(e){super(e.message),this.code=e.code,this.domain=e.domain,this.key=e.key,this.placeholders=e.placeholders}},nt=class{constructor(e,t,n,r){this.connection=e,this.message=t,this.onEvent=n,this.onError=r,this.failures=0,this.turn=0,this.isOpen=!1,this.reopen=()=>{this.unsubscribe=void 0,this.failures=0,clearTimeout(this.timer),this.subscribe()}}open(){this.isOpen||(this.isOpen=!0,this.connection.addEventListener(`ready`,this.reopen),this.subscribe())}close(){this.isOpen=!1,this.turn+=1,clearTimeout(this.timer),this.connection.removeEventListener(`ready`,this.reopen),this.drop()}async subscribe(){let e=++this.turn;try{let t=await this.connection.subscribeMessage(t=>{e===this.turn&&(this.failures=0,this.onEvent(t))},this.message,{resubscribe:!1});e===this.turn?this.unsubscribe=t:Promise.resolve(t()).catch(()=>void 0)}catch(t){e===this.turn&&this.fail(G(t))}}fail(e){if(this.onError(e),Ze.has(e.code)){let e=Qe[Math.min(this.failures,Qe.length-1)]??30;this.failures+=1,this.timer=setTimeout(()=>void this.subscribe(),e*1e3)}}drop(){let e=this.unsubscribe;this.unsubscribe=void 0,e&&Promise.resolve(e()).catch(()=>void 0)}};async function rt(e,t,n,r={}){let{response:i}=await et(e,{type:`call_service`,domain:`smart_campus`,service:t,service_data:{alert_id:n,...r},return_response:!0});return i}function it(e){return et(e,{type:`smart_campus/dashboard/campus`})}function at(e){return ot(`room-${e}`)}function ot(e){return`/${location.pathname.split(`/`)[1]??``}/${encodeURIComponent(e)}`}var st=o`
  [data-tone] {
    --tone: var(--secondary-text-color);
  }
  [data-tone="bad"] {
    --tone: var(--sc-bad);
  }
  [data-tone="warn"] {
    --tone: var(--sc-warn);
  }
  [data-tone="good"] {
    --tone: var(--sc-good);
  }
  [data-tone="info"] {
    --tone: var(--sc-info);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-width: 100%;
    box-sizing: border-box;
    padding: 1px 8px 1px 5px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--tone) 16%, transparent);
    color: var(--primary-text-color);
    font-size: 12px;
    font-weight: 500;
    line-height: 20px;
    --mdc-icon-size: 16px;
  }
  .mark ha-icon {
    flex: none;
    color: var(--tone);
  }
  .mark span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Text of anybody's: wraps anywhere, reads in its own direction, never moves what stands beside it. */
  .foreign,
  bdi {
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
`,ct=/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;function K(e,t){let n=e.slice(0,4*t).replace(ct,``);if(n.length<=t)return e.length>4*t?`${n.slice(0,t-1)}…`:n;let r=t-1,i=n.charCodeAt(r-1);return`${n.slice(0,i>=55296&&i<=56319?r-1:r)}…`}function q(e,t){let n=K(e,t);return n===``?``:`\u2068${n}\u2069`}var lt={unauthorized:`error.unauthorized`,not_found:`error.not_found`,unknown_command:`error.unknown_command`,connection_lost:`error.connection_lost`,timeout:`error.timeout`,config:`error.config`};async function ut(e,t){if(t.key!==void 0&&t.domain!==void 0){await e.loadBackendTranslation?.(`exceptions`,t.domain);let n=e.localize(`component.${t.domain}.exceptions.${t.key}.message`,t.placeholders??{});if(n!==``)return n}return dt(e,t)}function dt(e,t){let n=t.message||t.code;return z(e.locale,lt[t.code]??`error.unknown`,{message:n})}var J=class extends I{constructor(...e){super(...e),this.failureText=``,this.watched=[],this.wanted=/* @__PURE__ */ new Map}static{this.styles=[B]}setConfig(e){this.failure=void 0,this.unsubscribeAll();try{this.config=this.checkConfig(e),this.configured(this.config)}catch(e){this.config=void 0,this.fail({code:`config`,message:e instanceof Error?e.message:String(e)})}}getCardSize(){return 4}getGridOptions(){return{columns:12,rows:`auto`,min_columns:6}}checkConfig(e){return e}configured(e){}t(e,t){return z(this.hass?.locale,e,t)}subscribe(e,t,n){this.unsubscribe(e),this.wanted.set(e,{message:t,onEvent:n}),this.openFeeds()}unsubscribe(e){this.wanted.get(e)?.feed?.close(),this.wanted.delete(e)}call(e){return this.hass?et(this.hass,e):Promise.reject(/* @__PURE__ */ Error(`not connected`))}async describe(e){let t=G(e);return this.hass?ut(this.hass,t):t.message}fail(e){this.failure=e,this.failureText=``,this.hass&&ut(this.hass,e).then(t=>{this.failure===e&&(this.failureText=t)})}retry(){this.failure=void 0;for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0;this.openFeeds()}connectedCallback(){super.connectedCallback(),this.openFeeds()}disconnectedCallback(){super.disconnectedCallback();for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0}willUpdate(e){e.has(`hass`)&&this.openFeeds()}shouldUpdate(e){let t=e.get(`hass`);if(e.size>1||!t||!this.hass)return!0;let{hass:n}=this;return t.locale!==n.locale||t.user!==n.user||this.watched.some(e=>t.states[e]!==n.states[e])}render(){return this.failure?this.renderFailure(this.failure):this.hass&&this.config?this.renderCard(this.hass,this.config):A}renderFailure(e){return this.hass?O`<smart-campus-error-card
      .hass=${this.hass}
      .retry=${e.code!==`config`}
      .config=${{type:`custom:smart-campus-error-card`,message:this.failureText||dt(this.hass,e)}}
      @smart-campus-retry=${()=>this.retry()}
    ></smart-campus-error-card>`:A}openFeeds(){if(this.hass&&this.isConnected)for(let e of this.wanted.values())e.feed||(e.feed=new nt(this.hass.connection,e.message,t=>{this.failure=void 0,e.onEvent(t)},e=>this.fail(e)),e.feed.open())}unsubscribeAll(){for(let e of[...this.wanted.keys()])this.unsubscribe(e)}};V([L({attribute:!1})],J.prototype,`hass`,void 0),V([R()],J.prototype,`config`,void 0),V([R()],J.prototype,`failure`,void 0),V([R()],J.prototype,`failureText`,void 0);var ft=class{constructor(e,t){this.host=e,this.everyS=t,this.now=Date.now(),e.addController(this)}hostConnected(){this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now(),this.host.requestUpdate()},this.everyS*1e3)}hostDisconnected(){clearInterval(this.timer)}hostUpdate(){this.now=Date.now()}},pt=[`safety`,`urgent`,`warning`,`notice`],mt=class{constructor(){this.total=0,this.known=/* @__PURE__ */ new Map,this.strays=/* @__PURE__ */ new Set}get offset(){return this.known.size-this.strays.size}get size(){return this.known.size}get hasMore(){return this.known.size<this.total}get(e){return this.known.get(e)}begin(e){this.known.clear(),this.strays.clear(),this.extend(e)}extend(e){this.total=e.total;for(let t of e.alerts)this.known.set(t.alert_id,t),this.strays.delete(t.alert_id)}take(e){let{happening:t,alert:n}=e,r=this.known.has(n.alert_id);n.state===`resolved`?((t===`resolved`||r)&&(this.total=Math.max(0,this.total-1)),this.known.delete(n.alert_id),this.strays.delete(n.alert_id)):(r||(t===`raised`?this.total+=1:this.strays.add(n.alert_id)),this.known.set(n.alert_id,n))}sorted(){return[...this.known.values()].sort((e,t)=>ht(e)-ht(t)||Date.parse(t.raised_at)-Date.parse(e.raised_at)||(e.alert_id<t.alert_id?-1:1))}};function ht(e){let t=pt.indexOf(e.severity);return t<0?pt.length:t}function Y(e,t){return _t(e,t,{...yt(t),month:`short`,day:`numeric`,hour:`numeric`,minute:`2-digit`})}function gt(e,t,n=Date.now()){let r=(Date.parse(t)-n)/1e3;if(Number.isNaN(r))return``;let i=new Intl.RelativeTimeFormat(vt(e),{numeric:`auto`}),a=Math.abs(r);return a<60?i.format(Math.trunc(r),`second`):a<3600?i.format(Math.trunc(r/60),`minute`):a<86400?i.format(Math.trunc(r/3600),`hour`):i.format(Math.trunc(r/86400),`day`)}function _t(e,t,n){let r=new Date(t);if(Number.isNaN(r.getTime()))return``;let{time_format:i,time_zone:a}=e.locale,o=i===`24`?`h23`:i===`12`?`h12`:void 0;return new Intl.DateTimeFormat(vt(e),{...a===`server`&&{timeZone:e.config.time_zone},...n,...n.hour!==void 0&&o!==void 0&&{hourCycle:o},...n.hour!==void 0&&o===`h23`&&{hour:`2-digit`}}).format(r)}function vt(e){let t=e.locale.language;return Ie(e.locale)===`zh-Hans`?`zh-CN`:t.toLowerCase().startsWith(`en`)?t:`en`}function yt(e){return new Date(e).getFullYear()===(/* @__PURE__ */ new Date()).getFullYear()?{}:{year:`numeric`}}var bt=50;function xt(e,t,n){let{children:r,notes:i}=t,a=Object.entries(t.evidence);return O`
    ${r.length===0?A:St(e,t,n)}
    ${i.length===0?A:O`<details>
            <summary>${z(e.locale,`alerts.notes`,{count:i.length})}</summary>
            <ul>
              ${[...i].reverse().map(t=>O`<li>
                    <bdi>${K(t.text,600)}</bdi>
                    <span class="secondary"
                      ><bdi>${K(t.by,80)}</bdi>
                      <time datetime=${t.at}>${Y(e,t.at)}</time></span
                    >
                  </li>`)}
            </ul>
          </details>`}
    ${a.length===0?A:O`<details>
            <summary>${z(e.locale,`alerts.evidence`)}</summary>
            <dl>
              ${a.map(([e,t])=>O`<dt class="secondary"><bdi>${K(e,80)}</bdi></dt>
                    <dd><bdi>${K(t,300)}</bdi></dd>`)}
            </dl>
          </details>`}
  `}function St(e,{children:t},n){let r=t.length-bt;return O`<details>
    <summary>${z(e.locale,`alerts.children`,{count:t.length})}</summary>
    <ul>
      ${t.slice(0,bt).map(t=>O`<li>
            <bdi>${K(t.title,200)}</bdi>
            <time class="secondary" datetime=${t.since}>${gt(e,t.since,n)}</time>
          </li>`)}
      ${r>0?O`<li>${z(e.locale,`alerts.more_children`,{count:r})}</li>`:A}
    </ul>
  </details>`}var Ct=o`
  :host {
    display: block;
    border-inline-start: 4px solid var(--tone);
    padding: 10px 16px 10px 12px;
  }
  article {
    display: grid;
    gap: 6px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 8px;
  }
  .head .mark {
    align-self: center;
  }
  h3 {
    flex: 1 1 12em;
    min-width: 0;
    font-size: 15px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    font-size: 13px;
  }
  .fact {
    display: inline-flex;
    align-items: flex-start;
    gap: 4px;
    min-width: 0;
    --mdc-icon-size: 16px;
  }
  .fact ha-icon {
    flex: none;
    height: 18px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .actions button {
    padding: 0 12px;
    font-size: 13px;
  }
  button[aria-busy="true"] {
    opacity: 0.7;
  }
  form {
    display: grid;
    gap: 8px;
    padding: 10px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  form button {
    background: var(--card-background-color);
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  label {
    margin-bottom: 4px;
    padding: 0;
  }
  textarea {
    width: 100%;
    min-height: 64px;
    resize: vertical;
  }
  details {
    font-size: 13px;
  }
  summary {
    cursor: pointer;
    padding: 4px 0;
    width: fit-content;
  }
  ul,
  dl {
    margin: 0;
    padding-inline-start: 18px;
    display: grid;
    gap: 4px;
  }
  dl {
    grid-template-columns: fit-content(40%) 1fr;
    gap: 2px 12px;
    padding: 0;
  }
  dd {
    margin: 0;
  }
  .problem {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    --mdc-icon-size: 18px;
  }
  .problem ha-icon {
    color: var(--sc-bad);
    flex: none;
  }
`,wt={safety:{icon:`mdi:alert-octagon`,tone:`bad`,word:`alerts.severity.safety`},urgent:{icon:`mdi:alert`,tone:`bad`,word:`alerts.severity.urgent`},warning:{icon:`mdi:alert-circle-outline`,tone:`warn`,word:`alerts.severity.warning`},notice:{icon:`mdi:information-outline`,tone:`info`,word:`alerts.severity.notice`}};function Tt(e){return wt[e]??wt.warning}var Et=[15,30,60,240,1440],Dt=500,Ot=600,X=class extends I{constructor(...e){super(...e),this.now=Date.now(),this.showsSite=!1,this.problem=``,this.escape=e=>{e.key===`Escape`&&this.pending===void 0&&(e.stopPropagation(),this.close())},this.submit=e=>{e.preventDefault();let t=this.renderRoot.querySelector(`textarea`)?.value.trim()??``;this.form===`note`?this.act(`add_note`,`note`,{note:t}):this.act(`resolve_alert`,`resolve`,t?{note:t}:{})}}static{this.styles=[B,st,Ct]}render(){let{alert:e,hass:t}=this;if(!e||!t)return A;let n=Tt(e.severity);return this.dataset.tone=n.tone,O`<article aria-labelledby="title">
      <div class="head">
        <span class="mark" data-tone=${n.tone}
          ><ha-icon .icon=${n.icon} aria-hidden="true"></ha-icon><span>${this.t(n.word)}</span></span
        >
        <h3 id="title" class="foreign" dir="auto">${K(e.title,Ot)}</h3>
      </div>
      ${e.cause?O`<p class="foreign" dir="auto">${K(e.cause,Ot)}</p>`:A}
      ${this.renderFacts(t,e)} ${xt(t,e,this.now)}
      ${this.form===void 0?this.renderActions(e):this.renderForm(this.form)}
      ${this.problem?O`<p class="problem" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon><span>${this.problem}</span>
            </p>`:A}
    </article>`}renderFacts(e,t){let n=this.showsSite&&t.site?[t.site,t.room].filter(Boolean).join(` · `):t.room,r=O`<bdi>${K(n,120)}</bdi>`;return O`<div class="facts secondary">
      ${n?Z(`mdi:map-marker-outline`,this.roomPath?O`<a href=${this.roomPath}>${r}</a>`:r):A}
      ${Z(`mdi:clock-outline`,O`<time datetime=${t.raised_at} title=${Y(e,t.raised_at)}
          >${gt(e,t.raised_at,this.now)}</time
        >`)}
      ${this.standing(e,t).map(([e,t])=>Z(e,t))}
    </div>`}standing(e,t){let n=[];if(t.acknowledged_at){let r=gt(e,t.acknowledged_at,this.now),i=q(t.acknowledged_by??``,80),a=i?`alerts.acknowledged_by`:`alerts.acknowledged_by_automation`;n.push([`mdi:account-check`,this.t(a,{name:i,ago:r})])}else n.push([`mdi:account-alert-outline`,this.t(`alerts.nobody`)]);if(t.state===`snoozed`&&t.snoozed_until){let r=Y(e,t.snoozed_until);n.push([`mdi:bell-sleep-outline`,this.t(`alerts.snoozed_until`,{at:r})])}if(t.escalated_to.length){let e=q(t.escalated_to.join(this.t(`alerts.list_comma`)),120);n.push([`mdi:arrow-up-bold-circle-outline`,this.t(`alerts.escalated_to`,{names:e})])}return n}renderActions(e){return O`<div
      class="actions"
      role="group"
      aria-label=${this.t(`alerts.actions`,{title:q(e.title,80)})}
    >
      ${e.acknowledged_at?A:this.button(`acknowledge`,()=>this.act(`acknowledge_alert`,`acknowledge`),`primary`,[`alerts.acknowledge`,`alerts.acknowledging`])}
      ${e.buttons.filter(({id:e})=>![`acknowledge`,`snooze`,`details`].includes(e)).map(({id:e,label:t})=>O`<button
              type="button"
              ?disabled=${this.pending!==void 0}
              aria-busy=${this.pending===`answer:${e}`}
              @click=${()=>this.act(`answer_alert`,`answer:${e}`,{button:e})}
            >
              <bdi>${K(t,60)}</bdi>
            </button>`)}
      ${this.button(`snooze`,()=>this.open(`snooze`),``,[`alerts.snooze`])}
      ${this.button(`resolve`,()=>this.open(`resolve`),``,[`alerts.resolve`])}
      ${this.button(`note`,()=>this.open(`note`),``,[`alerts.add_note`])}
    </div>`}button(e,t,n,[r,i]){let a=this.pending===e;return O`<button
      type="button"
      class=${n}
      name=${e}
      ?disabled=${this.pending!==void 0}
      aria-busy=${a}
      @click=${t}
    >
      ${this.t(a&&i?i:r)}
    </button>`}renderForm(e){let t=this.pending!==void 0,n=O`<button type="button" name="cancel" ?disabled=${t} @click=${()=>this.close()}>
      ${this.t(`alerts.cancel`)}
    </button>`;if(e===`snooze`)return O`<form @submit=${e=>e.preventDefault()} @keydown=${this.escape}>
        <fieldset>
          <legend>${this.t(`alerts.snooze_for`)}</legend>
          ${Et.map(e=>O`<button
                type="button"
                ?disabled=${t}
                aria-busy=${this.pending===`snooze:${e}`}
                @click=${()=>this.act(`snooze_alert`,`snooze:${e}`,{minutes:e})}
              >
                ${this.length(e)}
              </button>`)}
          ${n}
        </fieldset>
      </form>`;let r=e===`note`;return O`<form @submit=${this.submit} @keydown=${this.escape}>
      <label for="note">${this.t(r?`alerts.note`:`alerts.note_on_resolving`)}</label>
      <textarea id="note" maxlength=${Dt} ?required=${r} ?disabled=${t}></textarea>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${t} aria-busy=${t}>
          ${this.t(r?t?`alerts.saving`:`alerts.save_note`:t?`alerts.resolving`:`alerts.resolve`)}
        </button>
        ${n}
      </div>
    </form>`}length(e){return e<60?this.t(`alerts.minutes`,{count:e}):e<1440?this.t(`alerts.hours`,{count:e/60}):this.t(`alerts.days`,{count:e/1440})}async open(e){this.form=e,this.problem=``,await this.updateComplete,this.firstField?.focus()}async close(){let e=this.form;this.form=void 0,await this.updateComplete,this.renderRoot.querySelector(`button[name="${e??``}"]`)?.focus()}async act(e,t,n={}){if(this.hass&&this.alert&&this.pending===void 0){this.pending=t,this.problem=``;try{let t=await rt(this.hass,e,this.alert.alert_id,n);this.form!==void 0&&(this.pending=void 0,await this.close());let r={action:e,alert:t};this.dispatchEvent(new CustomEvent(`smart-campus-alert-acted`,{detail:r,bubbles:!0,composed:!0}))}catch(e){this.problem=await ut(this.hass,G(e))}finally{this.pending=void 0}}}t(e,t){return z(this.hass?.locale,e,t)}};V([L({attribute:!1})],X.prototype,`hass`,void 0),V([L({attribute:!1})],X.prototype,`alert`,void 0),V([L({attribute:!1})],X.prototype,`roomPath`,void 0),V([L({attribute:!1})],X.prototype,`now`,void 0),V([L({type:Boolean})],X.prototype,`showsSite`,void 0),V([R()],X.prototype,`form`,void 0),V([R()],X.prototype,`pending`,void 0),V([R()],X.prototype,`problem`,void 0),V([Ne(`form textarea, form button`)],X.prototype,`firstField`,void 0);function Z(e,t){return O`<span class="fact"
    ><ha-icon .icon=${e} aria-hidden="true"></ha-icon><span class="foreign">${t}</span></span
  >`}Pe(`smart-campus-alert-row`,X);var Q=10,$=class extends J{constructor(...e){super(...e),this.book=new mt,this.ticking=new ft(this,20),this.isLoaded=!1,this.shown=Q,this.isFetching=!1,this.problem=``,this.said=``,this.rooms=/* @__PURE__ */ new Map}static{this.styles=[B,st,o`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 12px;
        padding: 14px 16px 10px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
        min-height: 0;
        overflow-y: auto;
      }
      li {
        border-top: 1px solid var(--divider-color);
      }
      footer {
        display: grid;
        gap: 8px;
        justify-items: start;
        padding: 8px 16px 12px;
        border-top: 1px solid var(--divider-color);
      }
      .well {
        padding: 4px 16px 18px;
        --mdc-icon-size: 32px;
      }
      .well ha-icon {
        color: var(--sc-good);
      }
    `]}checkConfig(e){let{limit:t=Q}=e;if(!Number.isInteger(t)||t<1||t>200)throw Error(`limit: 1 … 200`);return{...e,limit:t}}configured(e){this.language=void 0,this.isLoaded=!1,this.shown=e.limit??Q}willUpdate(e){if(super.willUpdate(e),!this.hass||!this.config)return;let t=Ie(this.hass.locale);t!==this.language&&(this.language=t,this.subscribe(`alerts`,{type:`smart_campus/alerts/subscribe`,...this.which()},e=>this.hear(e)),this.findRooms(this.hass))}which(){let{site:e,area_id:t,limit:n}=this.config??{};return{...e!==void 0&&{site:e},...t!==void 0&&{area_id:t},language:this.language,limit:n}}async findRooms(e){try{let{sites:t}=await it(e);this.rooms=new Map(t.flatMap(({rooms:e})=>e.flatMap(({area_id:e,room:t})=>e?[[e,t]]:[]))),this.requestUpdate()}catch{this.rooms=/* @__PURE__ */ new Map}}hear(e){`alerts`in e?(this.book.begin(e),this.isLoaded=!0,this.shown>this.book.size&&this.book.hasMore&&this.fetchMore()):(this.book.take(e),e.happening===`raised`?this.say(`alerts.said_raised`,e.alert):e.happening===`resolved`&&this.say(`alerts.said_resolved`,e.alert)),this.requestUpdate()}say(e,t){this.said=this.t(e,{severity:this.t(Tt(t.severity).word),title:q(t.title,200)})}async showMore(){this.shown+=this.config?.limit??Q,this.book.size<this.shown&&this.book.hasMore&&await this.fetchMore()}async fetchMore(){this.isFetching=!0,this.problem=``;try{let e={offset:this.book.offset,limit:200};this.book.extend(await this.call({type:`smart_campus/alerts`,...this.which(),...e}))}catch(e){this.problem=await this.describe(e)}finally{this.isFetching=!1}}acted({detail:{action:e,alert:t}}){let n=this.book.get(t.alert_id);if(n){if(t.state===`resolved`)this.focusAfter(t.alert_id),this.book.take({happening:`resolved`,alert:t}),this.say(`alerts.said_resolved`,n);else{let{state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}=t;this.book.take({happening:e,alert:{...n,state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}})}this.requestUpdate()}}focusAfter(e){let t=[...this.renderRoot.querySelectorAll(`smart-campus-alert-row`)],n=t.findIndex(t=>t.alert?.alert_id===e);((t[n+1]??t[n-1])?.shadowRoot?.querySelector(`button`)??this.renderRoot.querySelector(`h2`))?.focus()}renderCard(e){let t=this.book.sorted(),n=t.filter(e=>!e.acknowledged_at).length,r=this.book.total-Math.min(this.shown,t.length);return O`<ha-card>
      <header>
        <h2 tabindex="-1">${this.t(`alerts.title`)}</h2>
        ${this.isLoaded&&this.book.total>0?O`<span class="secondary"
                >${this.t(`alerts.open`,{count:this.book.total})}${this.book.hasMore?A:this.t(`alerts.unanswered`,{count:n})}</span
              >`:A}
      </header>
      ${this.isLoaded?this.renderAlerts(e,t.slice(0,this.shown)):O`<p class="content secondary">${this.t(`alerts.loading`)}</p>`}
      ${r>0&&this.isLoaded?O`<footer>
              <button type="button" ?disabled=${this.isFetching} @click=${()=>this.showMore()}>
                ${this.t(`alerts.show_more`,{count:r})}
              </button>
              ${this.problem?O`<p role="alert">${this.problem}</p>`:A}
            </footer>`:A}
      <div class="sr-only" role="status" aria-live="polite">${this.said}</div>
    </ha-card>`}renderAlerts(e,t){return this.book.total===0?O`<div class="well row">
        <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
        <div>
          <p>${this.t(`alerts.all_well`)}</p>
          <p class="secondary">${this.t(`alerts.all_well_more`)}</p>
        </div>
      </div>`:O`<ol @smart-campus-alert-acted=${e=>this.acted(e)}>
      ${Ye(t,e=>e.alert_id,t=>O`<li>
            <smart-campus-alert-row
              .hass=${e}
              .alert=${t}
              .now=${this.ticking.now}
              .showsSite=${this.config?.site===void 0}
              .roomPath=${this.pathOf(t)}
            ></smart-campus-alert-row>
          </li>`)}
    </ol>`}pathOf(e){let t=e.area_id?this.rooms.get(e.area_id):void 0;return t===void 0?void 0:at(t)}};V([R()],$.prototype,`isLoaded`,void 0),V([R()],$.prototype,`shown`,void 0),V([R()],$.prototype,`isFetching`,void 0),V([R()],$.prototype,`problem`,void 0),V([R()],$.prototype,`said`,void 0),Pe(`smart-campus-alert-list-card`,$);