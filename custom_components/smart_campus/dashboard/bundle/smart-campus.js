var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=/* @__PURE__ */ new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,ee=globalThis,te=ee.trustedTypes,ne=te?te.emptyScript:``,re=ee.reactiveElementPolyfillSupport,h=(e,t)=>e,ie={toAttribute(e,t){switch(t){case Boolean:e=e?ne:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ae=(e,t)=>!l(e,t),oe={attribute:!0,type:String,converter:ie,reflect:!1,useDefault:!1,hasChanged:ae};Symbol.metadata??=Symbol(`metadata`),ee.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=oe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??oe}static _$Ei(){if(this.hasOwnProperty(h(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(h(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(h(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?ie:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?ie:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ae)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[h(`elementProperties`)]=/* @__PURE__ */ new Map,g[h(`finalized`)]=/* @__PURE__ */ new Map,re?.({ReactiveElement:g}),(ee.reactiveElementVersions??=[]).push(`2.1.2`);var se=globalThis,ce=e=>e,le=se.trustedTypes,ue=le?le.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,de=`$lit$`,_=`lit$${Math.random().toFixed(9).slice(2)}$`,fe=`?`+_,pe=`<${fe}>`,v=document,me=()=>v.createComment(``),he=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ge=Array.isArray,_e=e=>ge(e)||typeof e?.[Symbol.iterator]==`function`,ve=`[ 	
\f\r]`,ye=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,be=/-->/g,xe=/>/g,y=RegExp(`>|${ve}(?:([^\\s"'>=/]+)(${ve}*=${ve}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Se=/'/g,Ce=/"/g,we=/^(?:script|style|textarea|title)$/i,Te=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),b=Te(1),x=Te(2),S=Symbol.for(`lit-noChange`),C=Symbol.for(`lit-nothing`),Ee=/* @__PURE__ */ new WeakMap,w=v.createTreeWalker(v,129);function De(e,t){if(!ge(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return ue===void 0?t:ue.createHTML(t)}var Oe=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=ye;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===ye?c[1]===`!--`?o=be:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=y):(we.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=y):o=xe:o===y?c[0]===`>`?(o=i??ye,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?y:c[3]===`"`?Ce:Se):o===Ce||o===Se?o=y:o===be||o===xe?o=ye:(o=y,i=void 0);let d=o===y&&e[t+1].startsWith(`/>`)?` `:``;a+=o===ye?n+pe:l>=0?(r.push(s),n.slice(0,l)+de+n.slice(l)+_+d):n+_+(l===-2?t:d)}return[De(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},ke=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Oe(t,n);if(this.el=e.createElement(l,r),w.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=w.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(de)){let t=u[o++],n=i.getAttribute(e).split(_),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Me:r[1]===`?`?Ne:r[1]===`@`?Pe:E}),i.removeAttribute(e)}else e.startsWith(_)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(we.test(i.tagName)){let e=i.textContent.split(_),t=e.length-1;if(t>0){i.textContent=le?le.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],me()),w.nextNode(),c.push({type:2,index:++a});i.append(e[t],me())}}}else if(i.nodeType===8){if(i.data===fe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(_,e+1))!==-1;)c.push({type:7,index:a}),e+=_.length-1}}a++}}static createElement(e,t){let n=v.createElement(`template`);return n.innerHTML=e,n}};function T(e,t,n=e,r){if(t===S)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=he(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=T(e,i._$AS(e,t.values),i,r)),t}var Ae=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??v).importNode(t,!0);w.currentNode=r;let i=w.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new je(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Fe(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=w.nextNode(),a++)}return w.currentNode=v,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},je=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=C,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=T(this,e,t),he(e)?e===C||e==null||e===``?(this._$AH!==C&&this._$AR(),this._$AH=C):e!==this._$AH&&e!==S&&this._(e):e._$litType$===void 0?e.nodeType===void 0?_e(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==C&&he(this._$AH)?this._$AA.nextSibling.data=e:this.T(v.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=ke.createElement(De(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ae(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ee.get(e.strings);return t===void 0&&Ee.set(e.strings,t=new ke(e)),t}k(t){ge(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(me()),this.O(me()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},E=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=C,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=C}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=T(this,e,t,0),a=!he(e)||e!==this._$AH&&e!==S,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=T(this,r[n+o],t,o),s===S&&(s=this._$AH[o]),a||=!he(s)||s!==this._$AH[o],s===C?e=C:e!==C&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===C?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Me=class extends E{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===C?void 0:e}},Ne=class extends E{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==C)}},Pe=class extends E{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=T(this,e,t,0)??C)===S)return;let n=this._$AH,r=e===C&&n!==C||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==C&&(n===C||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Fe=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){T(this,e)}},Ie={M:de,P:_,A:fe,C:1,L:Oe,R:Ae,D:_e,V:T,I:je,H:E,N:Ne,U:Pe,B:Me,F:Fe},Le=se.litHtmlPolyfillSupport;Le?.(ke,je),(se.litHtmlVersions??=[]).push(`3.3.3`);var Re=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new je(t.insertBefore(me(),e),e,void 0,n??{})}return i._$AI(e),i},ze=globalThis,D=class extends g{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Re(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return S}};D._$litElement$=!0,D.finalized=!0,ze.litElementHydrateSupport?.({LitElement:D});var Be=ze.litElementPolyfillSupport;Be?.({LitElement:D}),(ze.litElementVersions??=[]).push(`4.2.2`);var Ve={attribute:!0,type:String,converter:ie,reflect:!1,hasChanged:ae},He=(e=Ve,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function O(e){return(t,n)=>typeof n==`object`?He(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function k(e){return O({...e,state:!0,attribute:!1})}var Ue=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function We(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Ue(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Ue(n,r,{get(){return a(this)}})}}var Ge={1:`connection_lost`,2:`unauthorized`,3:`connection_lost`},Ke=/* @__PURE__ */ new Set([`connection_lost`,`not_found`,`unknown_command`,`home_assistant_error`,`timeout`]),qe=[1,2,5,10,30],Je=30;function A(e){if(typeof e==`object`&&e){let t=e,n=typeof t.code==`number`?Ge[t.code]??`unknown`:t.code;return{code:typeof n==`string`?n:`unknown`,message:typeof t.message==`string`?t.message:``,...typeof t.translation_domain==`string`&&{domain:t.translation_domain},...typeof t.translation_key==`string`&&{key:t.translation_key},...typeof t.translation_placeholders==`object`&&{placeholders:t.translation_placeholders}}}return typeof e==`number`?{code:Ge[e]??`unknown`,message:``}:{code:`unknown`,message:String(e)}}async function j(e,t){let n,r=new Promise((e,t)=>{n=setTimeout(()=>t(new Ye({code:`timeout`,message:``})),Je*1e3)});try{return await Promise.race([e.callWS(t),r])}catch(e){throw new Ye(A(e))}finally{clearTimeout(n)}}var Ye=class extends Error{constructor(e){super(e.message),this.code=e.code,this.domain=e.domain,this.key=e.key,this.placeholders=e.placeholders}},Xe=class{constructor(e,t,n,r){this.connection=e,this.message=t,this.onEvent=n,this.onError=r,this.failures=0,this.turn=0,this.isOpen=!1,this.reopen=()=>{this.unsubscribe=void 0,this.failures=0,clearTimeout(this.timer),this.subscribe()}}open(){this.isOpen||(this.isOpen=!0,this.connection.addEventListener(`ready`,this.reopen),this.subscribe())}close(){this.isOpen=!1,this.turn+=1,clearTimeout(this.timer),this.connection.removeEventListener(`ready`,this.reopen),this.drop()}async subscribe(){let e=++this.turn;try{let t=await this.connection.subscribeMessage(t=>{e===this.turn&&(this.failures=0,this.onEvent(t))},this.message,{resubscribe:!1});e===this.turn?this.unsubscribe=t:Promise.resolve(t()).catch(()=>void 0)}catch(t){e===this.turn&&this.fail(A(t))}}fail(e){if(this.onError(e),Ke.has(e.code)){let e=qe[Math.min(this.failures,qe.length-1)]??30;this.failures+=1,this.timer=setTimeout(()=>void this.subscribe(),e*1e3)}}drop(){let e=this.unsubscribe;this.unsubscribe=void 0,e&&Promise.resolve(e()).catch(()=>void 0)}};async function Ze(e,t){let n,r;try{return await new Promise((i,a)=>{n=setTimeout(()=>a(new Ye({code:`timeout`,message:``})),Je*1e3),r=e.connection.subscribeMessage(i,t,{resubscribe:!1}),r.catch(e=>a(new Ye(A(e))))})}finally{clearTimeout(n),r?.then(e=>e()).catch(()=>void 0)}}function Qe(e,t){return j(e,{type:`smart_campus/dashboard/energy`,site:t})}function M(e,t){customElements.get(e)||customElements.define(e,t)}var $e={en:{dashboard:{title:`Campus`,name:`Smart Campus`,description:`Everything of a campus: what needs attention, buildings and rooms, recordings, network, energy, gates and equipment. Made by itself, and always up to date.`},error:{title:`This cannot be shown`,try_again:`Try again`,unauthorized:`You are not allowed to do this. Ask an administrator for the permission.`,not_found:`This is not there any more. Go back and open it anew.`,unknown_command:`The server does not know this yet. Restart Home Assistant if Smart Campus was just updated.`,connection_lost:`The connection to Home Assistant is interrupted. It is tried again by itself.`,timeout:`The server did not answer in time. Try again in a moment.`,unknown:`The server could not answer: {message}`,config:`The card is not set up right: {message}`},view:{attention:`Attention`,buildings:`Buildings`,recordings:`Recordings`,network:`Network`,energy:`Energy`,gates:`Gates`,equipment:`Equipment`},kind:{projector:`Projector`,recorder:`Recorder`,lighting:`Lights`,environment:`Environment`,meter:`Energy and water`,gate:`Doors`,switch:`Network switch`,probe:`Network paths`},attention:{alerts:`Open alerts`,offline:`Offline devices`,recordings:`Recordings in trouble`,not_ready:`Rooms not ready`},buildings:{no_floor:`Rooms without a floor`},room:{today:`Today`,cameras:`Cameras`,events:`Recent events`},recordings:{today:`Recordings of today`},network:{switches:`Switches`,paths:`Paths`,inspection:`Inspection`,events:`Recent events`,ports:`Ports`,values:`Values`},energy:{total:`Whole site`,by_day:`Energy by day`,after_hours:`Use after hours`,room:`Room`,today:`Today`,week:`7 days`,no_after_hours:`No room used energy after hours in the last 7 days.`,loading:`Asking the meters…`,others:`Other meters`},gates:{access:`Recent access`},equipment:{ledger:`Equipment ledger`,work_orders:`Work orders`,indicators:`Indicators`,import:`Import`},empty:{ask_admin:`An administrator can add this in the settings.`,site:{title:`No site yet`,text:`Add a site of Smart Campus: a building or a small campus. Its rooms and devices appear here by themselves.`,action:`Add a site`},rooms:{title:`No rooms yet`,text:`Add rooms to the site, or import the equipment ledger, which creates rooms and floors.`,action:`Add rooms`},recorders:{title:`No recorders yet`,text:`Add the recorders of your smart classrooms to the site; lessons are then recorded by timetable and listed here.`,action:`Add a recorder`},network:{title:`No network devices yet`,text:`Add switches or groups of network paths to the site; ports, faults and inspections are then shown here.`,action:`Add a switch`},energy:{title:`No meters yet`,text:`Add energy, water or heat meters to the site; their use by floor and room is then shown here.`,action:`Add a meter`},gates:{title:`No doors yet`,text:`Add door controllers or barrier gates to the site; they are then operated and followed here.`,action:`Add a door controller`}},loading:`Loading …`,dialog:{close:`Close`,cancel:`Cancel`},pager:{name:`Pages`,previous:`Previous page`,next:`Next page`,range:`{first}–{last} of {total}`},duration:{days:`{days} d {hours} h`,hours:`{hours} h {minutes} min`,minutes:`{minutes} min`,seconds:`{seconds} s`},port_map:{title:`Ports`,ports:`Ports`,member:`Switch {number} of the stack`,as_table:`As a table`,empty:`The switch has not told of any port yet.`,silent:`The switch does not answer. This is how it was {when}.`,in_trouble:{one:`{count} port in trouble`,other:`{count} ports in trouble`},details:`The chosen port`,choose:`Choose a port to see what hangs on it.`,keys:`Arrow keys go from port to port, Enter chooses one.`,port:`Port`,link:`Link`,alias:`Label`,connected:`Connected`,room:`Room`,neighbour:`Neighbour`,speed:`Speed`,full:`full duplex`,half:`half duplex`,traffic:`Traffic`,in_out:`{in} in, {out} out`,utilisation:`In use`,errors:`Errors`,errors_rate:`{total}, {rate} a minute now`,power:`Power (PoE)`,vlan:`VLAN`,changed:`Last change of the link`,ago:`{duration} ago`,since:`In trouble since`,uplink:`Uplink`,state:{up:`Link`,down:`No link`,off:`Switched off`,unknown:`Unknown`},fault:{flapping:`Flapping`,errors:`Errors`,discards:`Discards`,speed_dropped:`Slower than it should be`,half_duplex:`Half duplex`,high_utilisation:`Very busy`},poe:{disabled:`off`,searching:`no device to power`,delivering:`delivering`,fault:`power fault`,test:`test`},legend:{title:`What the marks mean`,up:`link, 1 Gbit/s`,fast:`link, faster`,slow:`link, 100 Mbit/s or less`,down:`no link`,off:`switched off`,uplink:`uplink to another switch`,poe:`powers a device (PoE)`,trouble:`in trouble`,flapping:`flapping: the link comes and goes`},restart:{button:`Restart power (PoE)`,running:`Restarting the power …`,title:`Restart the power of {port}?`,question:`The power of this port is taken away for {seconds} seconds. Whatever it feeds starts anew.`,affected:`Connected: {names}`,not_allowed:`Ports of this switch must not be switched. This can be allowed in the settings of the switch.`}},alerts:{title:`Alerts`,loading:`Loading alerts…`,open:{one:`{count} open`,other:`{count} open`},unanswered:{one:`, {count} that nobody has acknowledged`,other:`, {count} that nobody has acknowledged`},all_well:`All is well.`,all_well_more:`No alert is open. New ones appear here by themselves.`,severity:{safety:`Safety`,urgent:`Urgent`,warning:`Warning`,notice:`Notice`},nobody:`Nobody has acknowledged this yet`,acknowledged_by:`Acknowledged by {name}, {ago}`,acknowledged_by_automation:`Acknowledged by an automation, {ago}`,snoozed_until:`Snoozed until {at}`,escalated_to:`Escalated to {names}`,list_comma:`, `,actions:`What to do about: {title}`,acknowledge:`Acknowledge`,acknowledging:`Acknowledging…`,snooze:`Snooze`,resolve:`Resolve`,resolving:`Resolving…`,add_note:`Add note`,cancel:`Cancel`,snooze_for:`Come back in`,minutes:{one:`{count} minute`,other:`{count} minutes`},hours:{one:`{count} hour`,other:`{count} hours`},days:{one:`{count} day`,other:`{count} days`},note:`Note`,note_on_resolving:`What was done (may stay empty)`,save_note:`Save note`,saving:`Saving…`,notes:{one:`{count} note`,other:`{count} notes`},evidence:`What was measured`,children:{one:`{count} more thing out of order because of this`,other:`{count} more things out of order because of this`},more_children:{one:`and {count} more`,other:`and {count} more`},show_more:{one:`Show {count} more`,other:`Show more ({count})`},said_raised:`New alert. {severity}: {title}`,said_resolved:`Alert resolved: {title}`},rooms:{title:`Rooms`,find:`Find a room, a course or a teacher`,states:`Show only rooms in these states`,shown:{one:`{count} of {total} rooms shown`,other:`{count} of {total} rooms shown`},loading:`Loading rooms…`,none:`There are no rooms yet. Add them to the site: Settings, Devices & services, Smart Campus.`,no_match:`No room matches.`,show_all:`Show all rooms`,no_floor:`Without a floor`,until:`until {at}`,alerts:{one:`{count} alert`,other:`{count} alerts`},offline:{one:`{count} offline`,other:`{count} offline`},state:{trouble:`Trouble`,attention:`Needs attention`,lesson:`Lesson`,in_use:`In use`,free:`Free`,unknown:`Unknown`},recording:{recording:`Recording`,trouble:`Recording in trouble`,planned:`Will be recorded`}}},"zh-Hans":{dashboard:{title:`校园`,name:`智慧校园`,description:`校园的一切：待处理事项、楼宇与房间、录播、网络、能耗、门禁与设备台账。自动生成，始终是最新的。`},error:{title:`无法显示`,try_again:`重试`,unauthorized:`您没有此项权限，请向管理员申请。`,not_found:`此内容已不存在，请返回后重新打开。`,unknown_command:`服务器还不认识此请求。如果刚更新了智慧校园，请重启 Home Assistant。`,connection_lost:`与 Home Assistant 的连接中断，正在自动重连。`,timeout:`服务器没有及时应答，请稍后重试。`,unknown:`服务器无法应答：{message}`,config:`卡片配置有误：{message}`},view:{attention:`待处理`,buildings:`楼宇`,recordings:`录播`,network:`网络`,energy:`能耗`,gates:`门禁`,equipment:`设备台账`},kind:{projector:`投影机`,recorder:`录播主机`,lighting:`照明`,environment:`环境`,meter:`水电计量`,gate:`门`,switch:`网络交换机`,probe:`链路`},attention:{alerts:`未恢复的告警`,offline:`无法连接的设备`,recordings:`异常的录播`,not_ready:`未就绪的房间`},buildings:{no_floor:`未设楼层的房间`},room:{today:`今天`,cameras:`摄像机`,events:`最近动态`},recordings:{today:`今天的录播`},network:{switches:`交换机`,paths:`链路`,inspection:`网络巡检`,events:`最近动态`,ports:`端口`,values:`数据`},energy:{total:`整个站点`,by_day:`每日用电`,after_hours:`下班后用电`,room:`房间`,today:`今天`,week:`7 天`,no_after_hours:`最近 7 天没有房间在下班后用电。`,loading:`正在读取…`,others:`其他计量表`},gates:{access:`最近出入`},equipment:{ledger:`设备台账`,work_orders:`报修工单`,indicators:`指标`,import:`导入`},empty:{ask_admin:`管理员可在设置中添加。`,site:{title:`还没有站点`,text:`请添加智慧校园站点（一栋楼宇或一个小校园），其房间和设备会自动显示在这里。`,action:`添加站点`},rooms:{title:`还没有房间`,text:`请为站点添加房间，或导入设备台账，导入时会创建房间和楼层。`,action:`添加房间`},recorders:{title:`还没有录播主机`,text:`请将智慧课室的录播主机添加到站点，之后会按课表自动录播并列在这里。`,action:`添加录播主机`},network:{title:`还没有网络设备`,text:`请为站点添加交换机或链路组，之后会在这里显示端口、故障和巡检。`,action:`添加交换机`},energy:{title:`还没有计量表`,text:`请为站点添加电表、水表或热量表，之后会在这里按楼层和房间显示用量。`,action:`添加计量表`},gates:{title:`还没有门`,text:`请为站点添加门禁控制器或道闸，之后可在这里操作和查看。`,action:`添加门禁控制器`}},loading:`正在加载…`,dialog:{close:`关闭`,cancel:`取消`},pager:{name:`分页`,previous:`上一页`,next:`下一页`,range:`第 {first}–{last} 条，共 {total} 条`},duration:{days:`{days} 天 {hours} 小时`,hours:`{hours} 小时 {minutes} 分钟`,minutes:`{minutes} 分钟`,seconds:`{seconds} 秒`},port_map:{title:`端口`,ports:`端口`,member:`堆叠成员 {number}`,as_table:`表格`,empty:`交换机尚未报告任何端口。`,silent:`交换机没有应答。以下为{when}的状态。`,in_trouble:{other:`{count} 个端口异常`},details:`所选端口`,choose:`选择一个端口，查看其连接的设备。`,keys:`用方向键在端口间移动，按回车键选择。`,port:`端口`,link:`连接`,alias:`描述`,connected:`所接设备`,room:`房间`,neighbour:`邻居`,speed:`速率`,full:`全双工`,half:`半双工`,traffic:`流量`,in_out:`入 {in}，出 {out}`,utilisation:`利用率`,errors:`误码`,errors_rate:`{total}，当前每分钟 {rate}`,power:`供电（PoE）`,vlan:`VLAN`,changed:`连接上次变化`,ago:`{duration}前`,since:`异常开始于`,uplink:`上联口`,state:{up:`已连接`,down:`未连接`,off:`已关闭`,unknown:`未知`},fault:{flapping:`端口抖动`,errors:`误码`,discards:`丢包`,speed_dropped:`速率下降`,half_duplex:`半双工`,high_utilisation:`利用率过高`},poe:{disabled:`已关闭`,searching:`无受电设备`,delivering:`供电中`,fault:`供电故障`,test:`测试中`},legend:{title:`图例`,up:`已连接，1 Gbit/s`,fast:`已连接，更高速率`,slow:`已连接，100 Mbit/s 及以下`,down:`未连接`,off:`已关闭`,uplink:`上联口`,poe:`正在供电（PoE）`,trouble:`异常`,flapping:`端口抖动：连接时断时续`},restart:{button:`重启供电（PoE）`,running:`正在重启供电…`,title:`重启 {port} 的供电？`,question:`该端口将断电 {seconds} 秒，由其供电的设备会重新启动。`,affected:`所接设备：{names}`,not_allowed:`此交换机不允许控制端口，可在交换机的设置中允许。`}},alerts:{title:`告警`,loading:`正在加载告警…`,open:{other:`{count} 条未恢复`},unanswered:{other:`，{count} 条无人确认`},all_well:`一切正常。`,all_well_more:`没有未恢复的告警，新告警会自动显示在这里。`,severity:{safety:`安全`,urgent:`紧急`,warning:`警告`,notice:`提示`},nobody:`尚无人确认`,acknowledged_by:`{name} 已确认（{ago}）`,acknowledged_by_automation:`已由自动化确认（{ago}）`,snoozed_until:`已暂停至 {at}`,escalated_to:`已升级至 {names}`,list_comma:`、`,actions:`处理告警：{title}`,acknowledge:`确认`,acknowledging:`正在确认…`,snooze:`稍后提醒`,resolve:`解除`,resolving:`正在解除…`,add_note:`添加备注`,cancel:`取消`,snooze_for:`多久后再次提醒`,minutes:{other:`{count} 分钟`},hours:{other:`{count} 小时`},days:{other:`{count} 天`},note:`备注`,note_on_resolving:`处理情况（可留空）`,save_note:`保存备注`,saving:`正在保存…`,notes:{other:`{count} 条备注`},evidence:`测量依据`,children:{other:`另有 {count} 项受其影响`},more_children:{other:`等，另有 {count} 项`},show_more:{other:`显示更多（{count} 条）`},said_raised:`新告警，{severity}：{title}`,said_resolved:`告警已解除：{title}`},rooms:{title:`房间`,find:`查找房间、课程或教师`,states:`只显示这些状态的房间`,shown:{other:`显示 {count} 个房间，共 {total} 个`},loading:`正在加载房间…`,none:`还没有房间。请在“设置 > 设备与服务 > 智慧校园”中为站点添加房间。`,no_match:`没有符合条件的房间。`,show_all:`显示全部房间`,no_floor:`未分楼层`,until:`至 {at}`,alerts:{other:`{count} 条告警`},offline:{other:`{count} 台离线`},state:{trouble:`故障`,attention:`需关注`,lesson:`上课中`,in_use:`使用中`,free:`空闲`,unknown:`未知`},recording:{recording:`录制中`,trouble:`录播异常`,planned:`计划录播`}}}};function et(e){return e?.language.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`}function N(e,t,n={}){let r=et(e),i=$e[r];for(let e of t.split(`.`))i=typeof i==`object`?i[e]:void 0;if(typeof i==`object`){let e=i;i=(new Intl.PluralRules(r).select(Number(n.count??0))===`one`?e.one:void 0)??e.other}return typeof i==`string`?i.replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e)):t}function tt(e,t){return it(e,t,{hour:`numeric`,minute:`2-digit`})}function nt(e,t){return it(e,t,{...ot(t),month:`short`,day:`numeric`,hour:`numeric`,minute:`2-digit`})}function rt(e,t,n=Date.now()){let r=(Date.parse(t)-n)/1e3;if(Number.isNaN(r))return``;let i=new Intl.RelativeTimeFormat(at(e),{numeric:`auto`}),a=Math.abs(r);return a<60?i.format(Math.trunc(r),`second`):a<3600?i.format(Math.trunc(r/60),`minute`):a<86400?i.format(Math.trunc(r/3600),`hour`):i.format(Math.trunc(r/86400),`day`)}function P(e,t,n=1){return new Intl.NumberFormat(at(e),{maximumFractionDigits:n}).format(t)}function it(e,t,n){let r=new Date(t);if(Number.isNaN(r.getTime()))return``;let{time_format:i,time_zone:a}=e.locale,o=i===`24`?`h23`:i===`12`?`h12`:void 0;return new Intl.DateTimeFormat(at(e),{...a===`server`&&{timeZone:e.config.time_zone},...n,...n.hour!==void 0&&o!==void 0&&{hourCycle:o},...n.hour!==void 0&&o===`h23`&&{hour:`2-digit`}}).format(r)}function at(e){let t=e.locale.language;return et(e.locale)===`zh-Hans`?`zh-CN`:t.toLowerCase().startsWith(`en`)?t:`en`}function ot(e){return new Date(e).getFullYear()===(/* @__PURE__ */ new Date()).getFullYear()?{}:{year:`numeric`}}var st={unauthorized:`error.unauthorized`,not_found:`error.not_found`,unknown_command:`error.unknown_command`,connection_lost:`error.connection_lost`,timeout:`error.timeout`,config:`error.config`};async function ct(e,t){if(t.key!==void 0&&t.domain!==void 0){await e.loadBackendTranslation?.(`exceptions`,t.domain);let n=e.localize(`component.${t.domain}.exceptions.${t.key}.message`,t.placeholders??{});if(n!==``)return n}return lt(e,t)}function lt(e,t){let n=t.message||t.code;return N(e.locale,st[t.code]??`error.unknown`,{message:n})}var F=o`
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
`;function I(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var ut=class extends D{constructor(...e){super(...e),this.retry=!1}static{this.styles=[F,o`
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
    `]}setConfig(e){this.config=e}getCardSize(){return 2}getGridOptions(){return{columns:`full`,rows:`auto`}}render(){if(!this.config)return C;let{icon:e,message:t,path:n,link:r}=this.config,i=this.retry||this.config.reload===!0,a=this.config.title??N(this.hass?.locale,`error.title`);return b`<ha-card>
      <div class="row" role="alert">
        <ha-icon .icon=${e??`mdi:alert-circle-outline`} aria-hidden="true"></ha-icon>
        <div class="grow">
          <h2>${a}</h2>
          <p>${t}</p>
          <div class="actions" ?hidden=${!i&&n===void 0}>
            ${this.retry?b`<button type="button" @click=${this.again}>
                    ${N(this.hass?.locale,`error.try_again`)}
                  </button>`:C}
            ${n===void 0?C:b`<a href=${dt(n)}>${r??n}</a>`}
          </div>
        </div>
      </div>
    </ha-card>`}again(){this.config?.reload===!0?location.reload():this.dispatchEvent(new CustomEvent(`smart-campus-retry`,{bubbles:!0,composed:!0}))}};I([O({attribute:!1})],ut.prototype,`hass`,void 0),I([O({type:Boolean})],ut.prototype,`retry`,void 0),I([O({attribute:!1})],ut.prototype,`config`,void 0);function dt(e){return/^\/(?![/\\])/.test(e)?e:`#`}M(`smart-campus-error-card`,ut);var L=class extends D{constructor(...e){super(...e),this.failureText=``,this.watched=[],this.wanted=/* @__PURE__ */ new Map}static{this.styles=[F]}setConfig(e){this.failure=void 0,this.unsubscribeAll();try{this.config=this.checkConfig(e),this.configured(this.config)}catch(e){this.config=void 0,this.fail({code:`config`,message:e instanceof Error?e.message:String(e)})}}getCardSize(){return 4}getGridOptions(){return{columns:12,rows:`auto`,min_columns:6}}checkConfig(e){return e}configured(e){}t(e,t){return N(this.hass?.locale,e,t)}subscribe(e,t,n){this.unsubscribe(e),this.wanted.set(e,{message:t,onEvent:n}),this.openFeeds()}unsubscribe(e){this.wanted.get(e)?.feed?.close(),this.wanted.delete(e)}call(e){return this.hass?j(this.hass,e):Promise.reject(/* @__PURE__ */ Error(`not connected`))}async describe(e){let t=A(e);return this.hass?ct(this.hass,t):t.message}fail(e){this.failure=e,this.failureText=``,this.hass&&ct(this.hass,e).then(t=>{this.failure===e&&(this.failureText=t)})}retry(){this.failure=void 0;for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0;this.openFeeds()}connectedCallback(){super.connectedCallback(),this.openFeeds()}disconnectedCallback(){super.disconnectedCallback();for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0}willUpdate(e){e.has(`hass`)&&this.openFeeds()}shouldUpdate(e){let t=e.get(`hass`);if(e.size>1||!t||!this.hass)return!0;let{hass:n}=this;return t.locale!==n.locale||t.user!==n.user||this.watched.some(e=>t.states[e]!==n.states[e])}render(){return this.failure?this.renderFailure(this.failure):this.hass&&this.config?this.renderCard(this.hass,this.config):C}renderFailure(e){return this.hass?b`<smart-campus-error-card
      .hass=${this.hass}
      .retry=${e.code!==`config`}
      .config=${{type:`custom:smart-campus-error-card`,message:this.failureText||lt(this.hass,e)}}
      @smart-campus-retry=${()=>this.retry()}
    ></smart-campus-error-card>`:C}openFeeds(){if(this.hass&&this.isConnected)for(let e of this.wanted.values())e.feed||(e.feed=new Xe(this.hass.connection,e.message,t=>{this.failure=void 0,e.onEvent(t)},e=>this.fail(e)),e.feed.open())}unsubscribeAll(){for(let e of[...this.wanted.keys()])this.unsubscribe(e)}};I([O({attribute:!1})],L.prototype,`hass`,void 0),I([k()],L.prototype,`config`,void 0),I([k()],L.prototype,`failure`,void 0),I([k()],L.prototype,`failureText`,void 0);var ft=3e5,pt=15,mt=class extends L{static{this.styles=[...L.styles,o`
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
    `]}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>void this.refresh(),ft),this.refresh()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}checkConfig(e){if(!e.site)throw Error(`site`);return e}configured(){this.refresh()}retry(){super.retry(),this.refresh()}willUpdate(e){super.willUpdate(e),e.has(`hass`)&&e.get(`hass`)===void 0&&this.refresh()}renderCard(e,t){let n=this.rooms?.slice(0,t.limit??pt)??[],r=Math.max(...n.map(({after_hours_week:e})=>e),0);return b`<ha-card>
      <div class="content">
        ${n.length===0?b`<p class="secondary">${this.t(this.rooms?`energy.no_after_hours`:`energy.loading`)}</p>`:b`<table>
                <thead>
                  <tr>
                    <th scope="col">${this.t(`energy.room`)}</th>
                    <th scope="col">${this.t(`energy.today`)}</th>
                    <th scope="col">${this.t(`energy.week`)}</th>
                  </tr>
                </thead>
                <tbody>
                  ${n.map(t=>b`<tr>
                        <th scope="row">
                          ${t.name}
                          <div
                            class="bar"
                            style="width: ${100*t.after_hours_week/r}%"
                            aria-hidden="true"
                          ></div>
                        </th>
                        <td>${t.after_hours_today===null?`–`:this.energy(e,t.after_hours_today)}</td>
                        <td>${this.energy(e,t.after_hours_week)}</td>
                      </tr>`)}
                </tbody>
              </table>`}
      </div>
    </ha-card>`}energy(e,t){return`${P(e,t)} kWh`}async refresh(){let{hass:e,config:t}=this;if(e&&t&&this.isConnected)try{let{groups:n}=await Qe(e,t.site);this.failure=void 0,this.rooms=n.flatMap(({rooms:e})=>e).filter(e=>(e.after_hours_week??0)>0).sort((e,t)=>t.after_hours_week-e.after_hours_week)}catch(e){this.fail(A(e))}}};I([k()],mt.prototype,`rooms`,void 0),M(`smart-campus-after-hours-card`,mt);var ht={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},gt=e=>(...t)=>({_$litDirective$:e,values:t}),_t=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:vt}=Ie,yt=e=>e,bt=()=>document.createComment(``),xt=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new vt(r.insertBefore(bt(),i),r.insertBefore(bt(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=yt(e).nextSibling;yt(r).insertBefore(e,i),e=t}}}return n},R=(e,t,n=e)=>(e._$AI(t,n),e),St={},Ct=(e,t=St)=>e._$AH=t,wt=e=>e._$AH,Tt=e=>{e._$AR(),e._$AA.remove()},Et=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Dt=gt(class extends _t{constructor(e){if(super(e),e.type!==ht.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=wt(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=R(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=R(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=R(i[d],a[m]),xt(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=R(i[f],a[p]),xt(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Et(o,p,m),u=Et(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=xt(e,i[d]);R(t,a[p]),c[p]=t}else c[p]=R(n,a[p]),xt(e,i[d],n),i[t]=null;p++}else Tt(i[f]),f--}else Tt(i[d]),d++;for(;p<=m;){let t=xt(e,c[m+1]);R(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Tt(e)}return this.ut=o,Ct(e,c),S}});async function Ot(e,t,n,r={}){let{response:i}=await j(e,{type:`call_service`,domain:`smart_campus`,service:t,service_data:{alert_id:n,...r},return_response:!0});return i}function kt(e){return j(e,{type:`smart_campus/dashboard/campus`})}function At(e){return Mt(`room-${e}`)}function jt(e){return`/config/devices/device/${encodeURIComponent(e)}`}function Mt(e){return`/${location.pathname.split(`/`)[1]??``}/${encodeURIComponent(e)}`}var Nt=o`
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
`,Pt=/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;function z(e,t){let n=e.slice(0,4*t).replace(Pt,``);if(n.length<=t)return e.length>4*t?`${n.slice(0,t-1)}…`:n;let r=t-1,i=n.charCodeAt(r-1);return`${n.slice(0,i>=55296&&i<=56319?r-1:r)}…`}function Ft(e,t){let n=z(e,t);return n===``?``:`\u2068${n}\u2069`}var It=class{constructor(e,t){this.host=e,this.everyS=t,this.now=Date.now(),e.addController(this)}hostConnected(){this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now(),this.host.requestUpdate()},this.everyS*1e3)}hostDisconnected(){clearInterval(this.timer)}hostUpdate(){this.now=Date.now()}},Lt=[`safety`,`urgent`,`warning`,`notice`],Rt=class{constructor(){this.total=0,this.known=/* @__PURE__ */ new Map,this.strays=/* @__PURE__ */ new Set}get offset(){return this.known.size-this.strays.size}get size(){return this.known.size}get hasMore(){return this.known.size<this.total}get(e){return this.known.get(e)}begin(e){this.known.clear(),this.strays.clear(),this.extend(e)}extend(e){this.total=e.total;for(let t of e.alerts)this.known.set(t.alert_id,t),this.strays.delete(t.alert_id)}take(e){let{happening:t,alert:n}=e,r=this.known.has(n.alert_id);n.state===`resolved`?((t===`resolved`||r)&&(this.total=Math.max(0,this.total-1)),this.known.delete(n.alert_id),this.strays.delete(n.alert_id)):(r||(t===`raised`?this.total+=1:this.strays.add(n.alert_id)),this.known.set(n.alert_id,n))}sorted(){return[...this.known.values()].sort((e,t)=>zt(e)-zt(t)||Date.parse(t.raised_at)-Date.parse(e.raised_at)||(e.alert_id<t.alert_id?-1:1))}};function zt(e){let t=Lt.indexOf(e.severity);return t<0?Lt.length:t}var Bt=50;function Vt(e,t,n){let{children:r,notes:i}=t,a=Object.entries(t.evidence);return b`
    ${r.length===0?C:Ht(e,t,n)}
    ${i.length===0?C:b`<details>
            <summary>${N(e.locale,`alerts.notes`,{count:i.length})}</summary>
            <ul>
              ${[...i].reverse().map(t=>b`<li>
                    <bdi>${z(t.text,600)}</bdi>
                    <span class="secondary"
                      ><bdi>${z(t.by,80)}</bdi>
                      <time datetime=${t.at}>${nt(e,t.at)}</time></span
                    >
                  </li>`)}
            </ul>
          </details>`}
    ${a.length===0?C:b`<details>
            <summary>${N(e.locale,`alerts.evidence`)}</summary>
            <dl>
              ${a.map(([e,t])=>b`<dt class="secondary"><bdi>${z(e,80)}</bdi></dt>
                    <dd><bdi>${z(t,300)}</bdi></dd>`)}
            </dl>
          </details>`}
  `}function Ht(e,{children:t},n){let r=t.length-Bt;return b`<details>
    <summary>${N(e.locale,`alerts.children`,{count:t.length})}</summary>
    <ul>
      ${t.slice(0,Bt).map(t=>b`<li>
            <bdi>${z(t.title,200)}</bdi>
            <time class="secondary" datetime=${t.since}>${rt(e,t.since,n)}</time>
          </li>`)}
      ${r>0?b`<li>${N(e.locale,`alerts.more_children`,{count:r})}</li>`:C}
    </ul>
  </details>`}var Ut=o`
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
`,Wt={safety:{icon:`mdi:alert-octagon`,tone:`bad`,word:`alerts.severity.safety`},urgent:{icon:`mdi:alert`,tone:`bad`,word:`alerts.severity.urgent`},warning:{icon:`mdi:alert-circle-outline`,tone:`warn`,word:`alerts.severity.warning`},notice:{icon:`mdi:information-outline`,tone:`info`,word:`alerts.severity.notice`}};function Gt(e){return Wt[e]??Wt.warning}var Kt=[15,30,60,240,1440],qt=500,Jt=600,B=class extends D{constructor(...e){super(...e),this.now=Date.now(),this.showsSite=!1,this.problem=``,this.escape=e=>{e.key===`Escape`&&this.pending===void 0&&(e.stopPropagation(),this.close())},this.submit=e=>{e.preventDefault();let t=this.renderRoot.querySelector(`textarea`)?.value.trim()??``;this.form===`note`?this.act(`add_note`,`note`,{note:t}):this.act(`resolve_alert`,`resolve`,t?{note:t}:{})}}static{this.styles=[F,Nt,Ut]}render(){let{alert:e,hass:t}=this;if(!e||!t)return C;let n=Gt(e.severity);return this.dataset.tone=n.tone,b`<article aria-labelledby="title">
      <div class="head">
        <span class="mark" data-tone=${n.tone}
          ><ha-icon .icon=${n.icon} aria-hidden="true"></ha-icon><span>${this.t(n.word)}</span></span
        >
        <h3 id="title" class="foreign" dir="auto">${z(e.title,Jt)}</h3>
      </div>
      ${e.cause?b`<p class="foreign" dir="auto">${z(e.cause,Jt)}</p>`:C}
      ${this.renderFacts(t,e)} ${Vt(t,e,this.now)}
      ${this.form===void 0?this.renderActions(e):this.renderForm(this.form)}
      ${this.problem?b`<p class="problem" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon><span>${this.problem}</span>
            </p>`:C}
    </article>`}renderFacts(e,t){let n=this.showsSite&&t.site?[t.site,t.room].filter(Boolean).join(` · `):t.room,r=b`<bdi>${z(n,120)}</bdi>`;return b`<div class="facts secondary">
      ${n?Yt(`mdi:map-marker-outline`,this.roomPath?b`<a href=${this.roomPath}>${r}</a>`:r):C}
      ${Yt(`mdi:clock-outline`,b`<time datetime=${t.raised_at} title=${nt(e,t.raised_at)}
          >${rt(e,t.raised_at,this.now)}</time
        >`)}
      ${this.standing(e,t).map(([e,t])=>Yt(e,t))}
    </div>`}standing(e,t){let n=[];if(t.acknowledged_at){let r=rt(e,t.acknowledged_at,this.now),i=Ft(t.acknowledged_by??``,80),a=i?`alerts.acknowledged_by`:`alerts.acknowledged_by_automation`;n.push([`mdi:account-check`,this.t(a,{name:i,ago:r})])}else n.push([`mdi:account-alert-outline`,this.t(`alerts.nobody`)]);if(t.state===`snoozed`&&t.snoozed_until){let r=nt(e,t.snoozed_until);n.push([`mdi:bell-sleep-outline`,this.t(`alerts.snoozed_until`,{at:r})])}if(t.escalated_to.length){let e=Ft(t.escalated_to.join(this.t(`alerts.list_comma`)),120);n.push([`mdi:arrow-up-bold-circle-outline`,this.t(`alerts.escalated_to`,{names:e})])}return n}renderActions(e){return b`<div
      class="actions"
      role="group"
      aria-label=${this.t(`alerts.actions`,{title:Ft(e.title,80)})}
    >
      ${e.acknowledged_at?C:this.button(`acknowledge`,()=>this.act(`acknowledge_alert`,`acknowledge`),`primary`,[`alerts.acknowledge`,`alerts.acknowledging`])}
      ${e.buttons.filter(({id:e})=>![`acknowledge`,`snooze`,`details`].includes(e)).map(({id:e,label:t})=>b`<button
              type="button"
              ?disabled=${this.pending!==void 0}
              aria-busy=${this.pending===`answer:${e}`}
              @click=${()=>this.act(`answer_alert`,`answer:${e}`,{button:e})}
            >
              <bdi>${z(t,60)}</bdi>
            </button>`)}
      ${this.button(`snooze`,()=>this.open(`snooze`),``,[`alerts.snooze`])}
      ${this.button(`resolve`,()=>this.open(`resolve`),``,[`alerts.resolve`])}
      ${this.button(`note`,()=>this.open(`note`),``,[`alerts.add_note`])}
    </div>`}button(e,t,n,[r,i]){let a=this.pending===e;return b`<button
      type="button"
      class=${n}
      name=${e}
      ?disabled=${this.pending!==void 0}
      aria-busy=${a}
      @click=${t}
    >
      ${this.t(a&&i?i:r)}
    </button>`}renderForm(e){let t=this.pending!==void 0,n=b`<button type="button" name="cancel" ?disabled=${t} @click=${()=>this.close()}>
      ${this.t(`alerts.cancel`)}
    </button>`;if(e===`snooze`)return b`<form @submit=${e=>e.preventDefault()} @keydown=${this.escape}>
        <fieldset>
          <legend>${this.t(`alerts.snooze_for`)}</legend>
          ${Kt.map(e=>b`<button
                type="button"
                ?disabled=${t}
                aria-busy=${this.pending===`snooze:${e}`}
                @click=${()=>this.act(`snooze_alert`,`snooze:${e}`,{minutes:e})}
              >
                ${this.length(e)}
              </button>`)}
          ${n}
        </fieldset>
      </form>`;let r=e===`note`;return b`<form @submit=${this.submit} @keydown=${this.escape}>
      <label for="note">${this.t(r?`alerts.note`:`alerts.note_on_resolving`)}</label>
      <textarea id="note" maxlength=${qt} ?required=${r} ?disabled=${t}></textarea>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${t} aria-busy=${t}>
          ${this.t(r?t?`alerts.saving`:`alerts.save_note`:t?`alerts.resolving`:`alerts.resolve`)}
        </button>
        ${n}
      </div>
    </form>`}length(e){return e<60?this.t(`alerts.minutes`,{count:e}):e<1440?this.t(`alerts.hours`,{count:e/60}):this.t(`alerts.days`,{count:e/1440})}async open(e){this.form=e,this.problem=``,await this.updateComplete,this.firstField?.focus()}async close(){let e=this.form;this.form=void 0,await this.updateComplete,this.renderRoot.querySelector(`button[name="${e??``}"]`)?.focus()}async act(e,t,n={}){if(this.hass&&this.alert&&this.pending===void 0){this.pending=t,this.problem=``;try{let t=await Ot(this.hass,e,this.alert.alert_id,n);this.form!==void 0&&(this.pending=void 0,await this.close());let r={action:e,alert:t};this.dispatchEvent(new CustomEvent(`smart-campus-alert-acted`,{detail:r,bubbles:!0,composed:!0}))}catch(e){this.problem=await ct(this.hass,A(e))}finally{this.pending=void 0}}}t(e,t){return N(this.hass?.locale,e,t)}};I([O({attribute:!1})],B.prototype,`hass`,void 0),I([O({attribute:!1})],B.prototype,`alert`,void 0),I([O({attribute:!1})],B.prototype,`roomPath`,void 0),I([O({attribute:!1})],B.prototype,`now`,void 0),I([O({type:Boolean})],B.prototype,`showsSite`,void 0),I([k()],B.prototype,`form`,void 0),I([k()],B.prototype,`pending`,void 0),I([k()],B.prototype,`problem`,void 0),I([We(`form textarea, form button`)],B.prototype,`firstField`,void 0);function Yt(e,t){return b`<span class="fact"
    ><ha-icon .icon=${e} aria-hidden="true"></ha-icon><span class="foreign">${t}</span></span
  >`}M(`smart-campus-alert-row`,B);var Xt=10,V=class extends L{constructor(...e){super(...e),this.book=new Rt,this.ticking=new It(this,20),this.isLoaded=!1,this.shown=Xt,this.isFetching=!1,this.problem=``,this.said=``,this.rooms=/* @__PURE__ */ new Map}static{this.styles=[F,Nt,o`
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
    `]}checkConfig(e){let{limit:t=Xt}=e;if(!Number.isInteger(t)||t<1||t>200)throw Error(`limit: 1 … 200`);return{...e,limit:t}}configured(e){this.language=void 0,this.isLoaded=!1,this.shown=e.limit??Xt}willUpdate(e){if(super.willUpdate(e),!this.hass||!this.config)return;let t=et(this.hass.locale);t!==this.language&&(this.language=t,this.subscribe(`alerts`,{type:`smart_campus/alerts/subscribe`,...this.which()},e=>this.hear(e)),this.findRooms(this.hass))}which(){let{site:e,area_id:t,limit:n}=this.config??{};return{...e!==void 0&&{site:e},...t!==void 0&&{area_id:t},language:this.language,limit:n}}async findRooms(e){try{let{sites:t}=await kt(e);this.rooms=new Map(t.flatMap(({rooms:e})=>e.flatMap(({area_id:e,room:t})=>e?[[e,t]]:[]))),this.requestUpdate()}catch{this.rooms=/* @__PURE__ */ new Map}}hear(e){`alerts`in e?(this.book.begin(e),this.isLoaded=!0,this.shown>this.book.size&&this.book.hasMore&&this.fetchMore()):(this.book.take(e),e.happening===`raised`?this.say(`alerts.said_raised`,e.alert):e.happening===`resolved`&&this.say(`alerts.said_resolved`,e.alert)),this.requestUpdate()}say(e,t){this.said=this.t(e,{severity:this.t(Gt(t.severity).word),title:Ft(t.title,200)})}async showMore(){this.shown+=this.config?.limit??Xt,this.book.size<this.shown&&this.book.hasMore&&await this.fetchMore()}async fetchMore(){this.isFetching=!0,this.problem=``;try{let e={offset:this.book.offset,limit:200};this.book.extend(await this.call({type:`smart_campus/alerts`,...this.which(),...e}))}catch(e){this.problem=await this.describe(e)}finally{this.isFetching=!1}}acted({detail:{action:e,alert:t}}){let n=this.book.get(t.alert_id);if(n){if(t.state===`resolved`)this.focusAfter(t.alert_id),this.book.take({happening:`resolved`,alert:t}),this.say(`alerts.said_resolved`,n);else{let{state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}=t;this.book.take({happening:e,alert:{...n,state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}})}this.requestUpdate()}}focusAfter(e){let t=[...this.renderRoot.querySelectorAll(`smart-campus-alert-row`)],n=t.findIndex(t=>t.alert?.alert_id===e);((t[n+1]??t[n-1])?.shadowRoot?.querySelector(`button`)??this.renderRoot.querySelector(`h2`))?.focus()}renderCard(e){let t=this.book.sorted(),n=t.filter(e=>!e.acknowledged_at).length,r=this.book.total-Math.min(this.shown,t.length);return b`<ha-card>
      <header>
        <h2 tabindex="-1">${this.t(`alerts.title`)}</h2>
        ${this.isLoaded&&this.book.total>0?b`<span class="secondary"
                >${this.t(`alerts.open`,{count:this.book.total})}${this.book.hasMore?C:this.t(`alerts.unanswered`,{count:n})}</span
              >`:C}
      </header>
      ${this.isLoaded?this.renderAlerts(e,t.slice(0,this.shown)):b`<p class="content secondary">${this.t(`alerts.loading`)}</p>`}
      ${r>0&&this.isLoaded?b`<footer>
              <button type="button" ?disabled=${this.isFetching} @click=${()=>this.showMore()}>
                ${this.t(`alerts.show_more`,{count:r})}
              </button>
              ${this.problem?b`<p role="alert">${this.problem}</p>`:C}
            </footer>`:C}
      <div class="sr-only" role="status" aria-live="polite">${this.said}</div>
    </ha-card>`}renderAlerts(e,t){return this.book.total===0?b`<div class="well row">
        <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
        <div>
          <p>${this.t(`alerts.all_well`)}</p>
          <p class="secondary">${this.t(`alerts.all_well_more`)}</p>
        </div>
      </div>`:b`<ol @smart-campus-alert-acted=${e=>this.acted(e)}>
      ${Dt(t,e=>e.alert_id,t=>b`<li>
            <smart-campus-alert-row
              .hass=${e}
              .alert=${t}
              .now=${this.ticking.now}
              .showsSite=${this.config?.site===void 0}
              .roomPath=${this.pathOf(t)}
            ></smart-campus-alert-row>
          </li>`)}
    </ol>`}pathOf(e){let t=e.area_id?this.rooms.get(e.area_id):void 0;return t===void 0?void 0:At(t)}};I([k()],V.prototype,`isLoaded`,void 0),I([k()],V.prototype,`shown`,void 0),I([k()],V.prototype,`isFetching`,void 0),I([k()],V.prototype,`problem`,void 0),I([k()],V.prototype,`said`,void 0),M(`smart-campus-alert-list-card`,V);function Zt(e){return{type:`smart_campus/ports/subscribe`,device_id:e}}var Qt=class{constructor(e,t){this.host=e,this.describe=t,this.isRunning=!1,this.error=``,e.addController(this)}hostDisconnected(){this.error=``}async run(e){if(this.isRunning)return!1;this.isRunning=!0,this.forget();try{return await e(),!0}catch(e){return this.error=await this.describe(e),!1}finally{this.isRunning=!1,this.host.requestUpdate()}}forget(){this.error=``,this.host.requestUpdate()}},$t=class extends D{constructor(...e){super(...e),this.heading=``,this.wide=!1}static{this.styles=[F,o`
      dialog {
        box-sizing: border-box;
        width: min(560px, calc(100vw - 32px));
        max-width: none;
        max-height: calc(100dvh - 48px);
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(--ha-dialog-surface-background, var(--card-background-color, #fff));
        color: var(--primary-text-color);
        box-shadow: 0 8px 40px rgb(0 0 0 / 40%);
      }
      :host([wide]) dialog {
        width: min(900px, calc(100vw - 32px));
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .frame {
        display: flex;
        flex-direction: column;
        max-height: inherit;
      }
      header {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        padding: 16px 12px 8px 24px;
      }
      h2 {
        flex: 1;
        min-width: 0;
        font-size: 20px;
        overflow-wrap: anywhere;
        max-height: 5.6em;
        overflow: hidden;
      }
      header button {
        flex: none;
        width: 40px;
        padding: 0;
        border: none;
      }
      .body {
        padding: 4px 24px 16px;
        overflow: auto;
        overflow-wrap: anywhere;
      }
      footer {
        padding: 8px 24px 20px;
      }
      footer ::slotted(*) {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
      @media (max-width: 600px) {
        dialog,
        :host([wide]) dialog {
          width: 100vw;
          height: 100dvh;
          max-height: 100dvh;
          margin: 0;
          border-radius: 0;
        }
        .frame {
          height: 100%;
        }
        .body {
          flex: 1;
        }
      }
    `]}firstUpdated(){this.dialog.showModal()}close(){this.dialog.close()}render(){return b`<dialog aria-labelledby="heading" @close=${this.closed} @click=${this.clicked}>
      <div class="frame">
        <header>
          <h2 id="heading">${this.heading}</h2>
          <button type="button" aria-label=${N(this.hass?.locale,`dialog.close`)} @click=${this.close}>
            <ha-icon .icon=${`mdi:close`} aria-hidden="true"></ha-icon>
          </button>
        </header>
        <div class="body" tabindex="0" role="region" aria-labelledby="heading"><slot></slot></div>
        <footer><slot name="actions"></slot></footer>
      </div>
    </dialog>`}clicked(e){e.composedPath()[0]===this.dialog&&this.close()}closed(e){e.stopPropagation(),this.dispatchEvent(new CustomEvent(`smart-campus-closed`))}};I([O({attribute:!1})],$t.prototype,`hass`,void 0),I([O()],$t.prototype,`heading`,void 0),I([O({type:Boolean,reflect:!0})],$t.prototype,`wide`,void 0),I([We(`dialog`)],$t.prototype,`dialog`,void 0),M(`smart-campus-dialog`,$t);function en(e){let{columns:t,rows:n,keyOf:r}=e;return b`<div class="table">
    <table role="table" aria-label=${e.caption}>
      <thead role="rowgroup">
        <tr role="row">
          ${t.map(t=>tn(t,e))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${Dt(n,r,t=>nn(t,e))}
      </tbody>
    </table>
  </div>`}function tn(e,{sort:t,sortBy:n}){let r=t===e.key?`ascending`:t===`-${e.key}`?`descending`:`none`,i=e.isSortable===!0&&n!==void 0;return b`<th
    scope="col"
    role="columnheader"
    class=${e.isNumber?`number`:``}
    aria-sort=${i?r:C}
  >
    ${i?b`<button
            type="button"
            class="sort"
            @click=${()=>n(r===`ascending`?`-${e.key}`:e.key)}
          >
            <span>${e.label}</span
            ><ha-icon
              .icon=${r===`descending`?`mdi:arrow-down`:`mdi:arrow-up`}
              ?hidden=${r===`none`}
              aria-hidden="true"
            ></ha-icon>
          </button>`:e.label}
  </th>`}function nn(e,{columns:t,open:n}){return b`<tr
    role="row"
    class=${n?`opens`:``}
    @click=${n?t=>rn(t,e,n):C}
  >
    ${t.map(t=>{let r=t.cell(e),i=`${t.isNumber?`number`:``} ${r===C?`empty`:``}`;return t.isHead?b`<th scope="row" role="rowheader" data-label=${t.label} class=${i}>
            ${n?b`<button type="button" class="link" @click=${()=>n(e)}>${r}</button>`:r}
          </th>`:b`<td role="cell" data-label=${t.label} class=${i}>${r}</td>`})}
  </tr>`}function rn(e,t,n){e.target.closest(`button, a, input, select, label`)===null&&(window.getSelection()?.isCollapsed??!0)&&n(t)}var an=o`
  .table {
    container-type: inline-size;
  }
  .table th,
  .table td {
    overflow-wrap: anywhere;
  }
  .table thead th {
    color: var(--secondary-text-color);
    font-size: 13px;
    white-space: nowrap;
  }
  .table .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .table tr.opens {
    cursor: pointer;
  }
  .table tbody tr.opens:hover {
    background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  button.link,
  button.sort {
    min-height: 0;
    padding: 0;
    border: none;
    border-radius: 4px;
    text-align: start;
    font-weight: 500;
  }
  button.link {
    color: var(--primary-text-color);
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, var(--primary-text-color) 35%, transparent);
    text-underline-offset: 3px;
    overflow-wrap: anywhere;
  }
  button.sort {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    color: inherit;
  }
  button.sort ha-icon {
    --mdc-icon-size: 16px;
  }
  .clamp {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  @container (max-width: 600px) {
    .table table,
    .table tbody,
    .table tr,
    .table th,
    .table td {
      display: block;
    }
    .table thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .table tr {
      padding: 10px 0;
      border-bottom: 1px solid var(--divider-color);
    }
    .table tbody th,
    .table td {
      padding: 2px 0;
      border: none;
    }
    .table .number {
      text-align: start;
    }
    .table td.empty {
      display: none;
    }
    .table td::before {
      content: attr(data-label) " ";
      color: var(--secondary-text-color);
      font-size: 12px;
      margin-inline-end: 6px;
    }
    .table tbody th {
      font-size: 15px;
    }
  }
  @media (pointer: coarse) {
    button.link,
    button.sort {
      min-height: var(--sc-touch);
    }
  }
`;function on(e,t){return ln(e,t,1e3,[`bit/s`,`kbit/s`,`Mbit/s`,`Gbit/s`,`Tbit/s`])}function sn(e,t){return ln(e,t,1e3,[``,`k`,`M`,`G`,`T`]).replace(` `,``)}function cn(e,t){let n=Math.max(0,Math.round(t)),[r,i,a]=[Math.floor(n/86400),Math.floor(n/3600)%24,Math.floor(n/60)%60];return r>0?N(e.locale,`duration.days`,{days:r,hours:i}):i>0?N(e.locale,`duration.hours`,{hours:i,minutes:a}):a>0?N(e.locale,`duration.minutes`,{minutes:a}):N(e.locale,`duration.seconds`,{seconds:n})}function ln(e,t,n,r){let i=t,a=0;for(;Math.abs(i)>=n&&a<r.length-1;)i/=n,a+=1;return`${P(e,i,+(Math.abs(i)<10))} ${r[a]??``}`}var un=6,dn={10:8,12:8,18:16,20:16,26:24,28:24,30:24,50:48,52:48,54:48},fn=/^(m|me|mgmt|meth|mge|management|fxp|oob)[-\s]*(gigabit)?(ethernet)?$/i;function pn(e){let t=e.filter(e=>e.oper!==`not_present`),n=Sn((t.length>0?t:e).map(mn),e=>e.path.length>0?e.path[0]??``:``),r=[...n].filter(([,e])=>e.length===1),i=[...n].filter(([,e])=>e.length>1);if(i.length===0)return[{id:``,blocks:hn([...n.values()].flat())}];let a=i.map(([e,t])=>({id:i.length>1?e:``,blocks:hn(t)}));for(let[,e]of r)a[0]?.blocks.push(_n(`management`,e,bn(e)));return a}function mn(e){let t=/^(.*?)[\s_-]*(\d{1,6}(?:[/:.]\d{1,6})*)$/.exec(e.name.trim());if(!t)return{port:e,prefix:e.name,path:[],number:e.if_index};let n=(t[2]??``).split(/[/:.]/);return{port:e,prefix:(t[1]??``).toLowerCase(),path:n.slice(0,-1),number:Number(n.at(-1))}}function hn(e){let t=[...Sn(e,e=>`${e.prefix}|${e.path.slice(1).join(`/`)}`).values()],n=t.reduce((e,t)=>t.length>e.length?t:e,t[0]??[]),r=[...n].sort((e,t)=>e.number-t.number),i=dn[r.length]??r.length,a=t.filter(e=>e!==n),o=bn(r);return[...gn(r.slice(0,i),o),...i<r.length?[_n(`uplink`,r.slice(i),o)]:[],...a.map(e=>_n(xn(e)?`management`:`uplink`,e,bn(e)))]}function gn(e,t){let n=(e.at(-1)?.number??0)-t+1<=2*e.length+un;return[...Sn(e.map((e,r)=>({place:e,offset:n?e.number-t:r})),({offset:e})=>Math.floor(e/12)).values()].map(e=>{let t=e.map(({place:e,offset:t})=>vn(e,t%12));return{kind:`copper`,columns:yn(t),slots:t}})}function _n(e,t,n){let r=[...t].sort((e,t)=>e.number-t.number),i=r[0]?.number??n,a=i-Math.abs(i-n)%2,o=(r.at(-1)?.number??0)-a+1<=2*r.length+2,s=r.map((e,t)=>vn(e,o?e.number-a:t));return{kind:e,columns:yn(s),slots:s}}function vn(e,t){let n=e.path.length===0&&e.prefix===e.port.name?e.port.name:String(e.number);return{port:e.port,column:Math.floor(t/2),row:t%2==0?0:1,label:n}}function yn(e){return Math.max(0,...e.map(({column:e})=>e))+1}function bn(e){let t=Math.min(...e.map(({number:e})=>e));return t===0||t%2==1?t:t-1}function xn(e){return e.every(e=>fn.test(e.prefix))}function Sn(e,t){let n=/* @__PURE__ */ new Map;for(let r of e){let e=t(r),i=n.get(e);i?i.push(r):n.set(e,[r])}return n}function Cn(e,t,n){let r=e.flatMap(e=>e.blocks.map(e=>e.slots)).filter(e=>e.length>0),i=r.flat();if(n===`Home`)return i[0]??t;if(n===`End`)return i.at(-1)??t;let a=r.findIndex(e=>e.includes(t)),o=r[a]??[];if(n===`ArrowUp`||n===`ArrowDown`){let e=n===`ArrowUp`?0:1;return o.find(n=>n.column===t.column&&n.row===e)??t}let s=n===`ArrowRight`?1:-1,c=e=>e.filter(({row:e})=>e===t.row).sort((e,t)=>e.column-t.column),l=c(o).filter(({column:e})=>s>0?e>t.column:e<t.column);if(l.length>0)return(s>0?l[0]:l.at(-1))??t;let u=r[a+s]??[],d=c(u),f=d.length>0?d:u;return(s>0?f[0]:f.at(-1))??t}function wn(e){return e.admin_up===!1?`off`:e.oper===null||e.oper===`unknown`?`unknown`:e.oper===`up`?`up`:`down`}var Tn={up:`port_map.state.up`,down:`port_map.state.down`,off:`port_map.state.off`,unknown:`port_map.state.unknown`},En={up:`good`,down:`none`,off:`none`,unknown:`none`},Dn={up:`mdi:lan-connect`,down:`mdi:lan-disconnect`,off:`mdi:cancel`,unknown:`mdi:help-circle-outline`},On={flapping:`port_map.fault.flapping`,errors:`port_map.fault.errors`,discards:`port_map.fault.discards`,speed_dropped:`port_map.fault.speed_dropped`,half_duplex:`port_map.fault.half_duplex`,high_utilisation:`port_map.fault.high_utilisation`},kn={disabled:`port_map.poe.disabled`,searching:`port_map.poe.searching`,delivering:`port_map.poe.delivering`,fault:`port_map.poe.fault`,test:`port_map.poe.test`,other_fault:`port_map.poe.fault`};function An(e){return e.faults.some(({fault:e})=>e!==`high_utilisation`)||jn(e)}function jn(e){return e.poe_state===`fault`||e.poe_state===`other_fault`}function Mn(e){return e.poe_state===`delivering`}function Nn({hass:e,t},n){let r=kn[n.poe_state??``];return[(r===void 0?n.poe_state??``:t(r))||(n.poe_enabled===!1?t(`port_map.poe.disabled`):``),n.poe_power===null?``:`${n.poe_power.toLocaleString(e.locale.language,{maximumFractionDigits:1})} W`].filter(e=>e!==``).join(`, `)}function Pn(e,t){let{hass:n,t:r}=e;return[`${t.name}: ${r(Tn[wn(t)])}`,t.oper===`up`&&t.speed!==null?on(n,t.speed):``,t.is_uplink?r(`port_map.uplink`):``,Mn(t)||jn(t)?`PoE ${Nn(e,t)}`:``,...t.faults.map(({fault:e})=>r(On[e])),t.connected.map(({name:e})=>e).join(`, `),t.alias??``].filter(e=>e!==``).join(`, `)}var Fn=2e9,In=1e8;function Ln(e,t,n){let r=wn(e);return x`<svg viewBox="0 0 34 30" aria-hidden="true" class="socket ${r} ${Hn(e)}">
    ${t===`uplink`?Bn:n===0?Rn:zn}
    ${r===`off`?x`<path class="cross" d="M8 7 L26 25 M26 7 L8 25" />`:C}
    ${r===`unknown`?x`<text class="question" x="17" y="21" text-anchor="middle">?</text>`:C}
    ${e.is_uplink?x`<path class="badge arrow" d="M7 1 L13 9 H9.5 V14 H4.5 V9 H1 Z" />`:C}
    ${Mn(e)||jn(e)?x`<path class="badge bolt ${jn(e)?`fault`:``}" d="M30 15 L23.5 23.5 H27.3 L25.5 30 L32.5 21 H28.7 Z" />`:C}
    ${An(e)?Vn(e):C}
  </svg>`}var Rn=x`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 24 V12 H12 V8 H22 V12 H27 V24 Z" />`,zn=x`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 7 V19 H12 V23 H22 V19 H27 V7 Z" />`,Bn=x`<path class="shell" d="M3 7 H31 V25 H3 Z" /><path class="hole" d="M6 10 H28 V22 H6 Z M6 18 H28" />`;function Vn(e){return e.faults.some(({fault:e})=>e===`flapping`)?x`<circle class="badge alarm" cx="27" cy="7" r="7" /><path class="sign" d="M22.5 8 L25 4.5 L28 9.5 L31.5 6" />`:x`<path class="badge alarm" d="M27 0 L34 13 H20 Z" /><path class="sign" d="M27 4.5 V8.5 M27 10.2 V11.4" />`}function Hn(e){return e.speed===null?``:e.speed>Fn?`fast`:e.speed<=In?`slow`:``}var Un={if_index:0,name:``,alias:null,description:null,vlan:null,admin_up:!0,oper:`up`,speed:1e9,duplex:null,in_rate:null,out_rate:null,utilisation:null,in_errors:null,out_errors:null,in_discards:null,out_discards:null,error_rate:null,discard_rate:null,poe_enabled:null,poe_state:null,poe_power:null,seconds_since_change:null,is_uplink:!1,neighbours:[],connected:[],area_id:null,faults:[]},Wn={since:``,value:null,limit:0},Gn=[[{},`port_map.legend.up`],[{speed:1e10},`port_map.legend.fast`],[{speed:1e8},`port_map.legend.slow`],[{oper:`down`,speed:null},`port_map.legend.down`],[{admin_up:!1,speed:null},`port_map.legend.off`],[{is_uplink:!0},`port_map.legend.uplink`],[{poe_state:`delivering`},`port_map.legend.poe`],[{faults:[{fault:`errors`,...Wn}]},`port_map.legend.trouble`],[{faults:[{fault:`flapping`,...Wn}]},`port_map.legend.flapping`]];function Kn({t:e}){return b`<details class="legend">
    <summary>${e(`port_map.legend.title`)}</summary>
    <ul>
      ${Gn.map(([t,n])=>b`<li>${Ln({...Un,...t},`copper`,0)}<span>${e(n)}</span></li>`)}
    </ul>
  </details>`}function H(e,t,n){return b`<span class="mark" data-tone=${e}
    ><ha-icon .icon=${t} aria-hidden="true"></ha-icon><span>${n}</span></span
  >`}var U=120;function qn(e,t,n){let{hass:r,t:i}=e,a=wn(t),o=t.area_id===null?void 0:r.areas[t.area_id]?.name;return b`<div class="row wrap">
      <h3 class="name foreign">${z(t.name,U)}</h3>
      ${H(En[a],Dn[a],i(Tn[a]))}
      ${t.is_uplink?H(`info`,`mdi:arrow-up-bold`,i(`port_map.uplink`)):C}
      ${t.faults.map(e=>H(e.fault===`high_utilisation`?`warn`:`bad`,`mdi:alert`,i(On[e.fault])))}
      ${!An(t)||t.faults.length>0?C:H(`bad`,`mdi:flash-alert`,i(`port_map.poe.fault`))}
    </div>
    <dl>
      ${W(i(`port_map.alias`),Jn(t))} ${W(i(`port_map.connected`),Yn(t))}
      ${W(i(`port_map.room`),o)} ${W(i(`port_map.neighbour`),Xn(t.neighbours))}
      ${W(i(`port_map.speed`),Zn(e,t))} ${W(i(`port_map.traffic`),Qn(e,t))}
      ${W(i(`port_map.utilisation`),t.utilisation===null?null:`${P(r,t.utilisation)} %`)}
      ${W(i(`port_map.errors`),$n(e,t))} ${W(i(`port_map.power`),Nn(e,t))}
      ${W(i(`port_map.vlan`),t.vlan===null?null:String(t.vlan))}
      ${W(i(`port_map.changed`),er(e,t))} ${W(i(`port_map.since`),tr(e,t))}
    </dl>
    ${n}`}function W(e,t){return t==null||t===``||t===C?C:b`<div>
        <dt>${e}</dt>
        <dd>${t}</dd>
      </div>`}function Jn(e){return z([e.alias,e.description].find(e=>e!==null&&e!==``)??``,U)}function Yn(e){return e.connected.length===0?C:b`${e.connected.map((e,t)=>{let n=t>0?`, `:``;return e.device_id===null?b`${n}${z(e.name,U)}`:b`${n}<a href=${jt(e.device_id)}>${z(e.name,U)}</a>`})}`}function Xn(e){return e.map(e=>{let t=z(e.name??e.address??e.chassis_id??``,U),n=e.port_id??e.port_description;return n===null?t:`${t} (${z(n,U)})`}).join(`, `)}function Zn({hass:e,t},n){let r=n.speed===null?``:on(e,n.speed),i=n.duplex===`half`?t(`port_map.half`):n.duplex===`full`?t(`port_map.full`):``;return[r,r===``?``:i].filter(e=>e!==``).join(`, `)}function Qn({hass:e,t},n){return n.in_rate===null||n.out_rate===null?``:t(`port_map.in_out`,{in:on(e,n.in_rate),out:on(e,n.out_rate)})}function $n({hass:e,t},n){let r=[n.in_errors,n.out_errors];if(r.every(e=>e===null))return``;let i=r.reduce((e,t)=>e+(t??0),0),a=(n.error_rate??0)*60;return a>0?t(`port_map.errors_rate`,{total:P(e,i,0),rate:P(e,a)}):P(e,i,0)}function er({hass:e,t},n){return n.seconds_since_change===null?``:t(`port_map.ago`,{duration:cn(e,n.seconds_since_change)})}function tr({hass:e,t},n){return n.faults.map(({fault:n,since:r})=>`${t(On[n])} ${rt(e,r)}`).join(`, `)}function nr(e,t,n,r){let{hass:i,t:a}=e,o=e=>e===``?C:e;return en({caption:t,rows:n,keyOf:e=>String(e.if_index),open:r,columns:[{key:`name`,label:a(`port_map.port`),isHead:!0,cell:e=>e.name},{key:`state`,label:a(`port_map.link`),cell:t=>rr(e,t)},{key:`speed`,label:a(`port_map.speed`),cell:e=>e.speed===null?C:on(i,e.speed)},{key:`poe`,label:`PoE`,cell:t=>Mn(t)||jn(t)?Nn(e,t):C},{key:`use`,label:a(`port_map.utilisation`),isNumber:!0,cell:e=>e.utilisation===null?C:`${P(i,e.utilisation)} %`},{key:`connected`,label:a(`port_map.connected`),cell:e=>o([...e.connected.map(({name:e})=>e),...e.neighbours.map(({name:e})=>e??``)].filter(e=>e!==``).join(`, `))},{key:`alias`,label:a(`port_map.alias`),cell:e=>o(e.alias??``)}]})}function rr({t:e},t){let n=wn(t);return b`${H(En[n],Dn[n],e(Tn[n]))}
  ${t.is_uplink?H(`info`,`mdi:arrow-up-bold`,e(`port_map.uplink`)):C}
  ${t.faults.map(({fault:t})=>H(`bad`,`mdi:alert`,e(On[t])))}`}var ir=o`
  .head {
    flex-wrap: wrap;
    padding: 12px 16px 4px;
  }
  .wrap {
    flex-wrap: wrap;
    gap: 6px 8px;
  }
  .name {
    overflow-wrap: anywhere;
  }
  .member {
    margin-top: 8px;
  }
  .member h3 {
    margin-bottom: 4px;
    font-size: 13px;
    color: var(--secondary-text-color);
  }
  .plate {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    width: fit-content;
    max-width: 100%;
    box-sizing: border-box;
    padding: 10px 12px;
    border: 1px solid var(--divider-color);
    border-radius: 8px;
    background: var(--secondary-background-color);
  }
  .block {
    display: grid;
    grid-auto-rows: auto;
    gap: 2px;
  }
  .block.uplink,
  .block.management {
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--divider-color);
  }
  .port {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1px;
    width: 40px;
    min-height: 52px;
    padding: 2px;
    border: 1px solid transparent;
    border-radius: 6px;
    font-size: 11px;
    line-height: 1.1;
  }
  .port.lower {
    flex-direction: column-reverse;
  }
  .port[aria-pressed="true"] {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
  }
  .port .label {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .port .speed {
    color: var(--secondary-text-color);
    font-size: 10px;
    min-height: 11px;
  }
  .socket {
    width: 32px;
    height: 28px;
    overflow: visible;
  }
  .shell {
    fill: var(--card-background-color);
    stroke: var(--secondary-text-color);
    stroke-width: 1.2;
  }
  .hole {
    fill: transparent;
    stroke: var(--secondary-text-color);
    stroke-width: 1.2;
  }
  .up .hole {
    fill: var(--sc-good);
    stroke: var(--sc-good);
  }
  .up.fast .hole {
    fill: var(--sc-info);
    stroke: var(--sc-info);
  }
  .up.slow .hole {
    fill: color-mix(in srgb, var(--sc-good) 35%, var(--card-background-color));
  }
  .off .shell,
  .off .hole {
    fill: var(--disabled-color, #bdbdbd);
    opacity: 0.55;
  }
  .cross {
    fill: none;
    stroke: var(--primary-text-color);
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .question {
    fill: var(--primary-text-color);
    font-size: 15px;
  }
  .badge {
    stroke: var(--card-background-color);
    stroke-width: 1.2;
    stroke-linejoin: round;
  }
  .arrow {
    fill: var(--primary-color);
  }
  .bolt {
    fill: var(--sc-warn);
  }
  .bolt.fault,
  .alarm {
    fill: var(--sc-bad);
  }
  .sign {
    fill: none;
    stroke: #fff;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .panel {
    min-height: 96px;
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--divider-color);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
    gap: 8px 16px;
    margin: 10px 0 0;
  }
  dt {
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
    max-height: 8.4em;
    overflow: auto;
  }
  .panel .actions {
    margin-top: 12px;
  }
  .troubles {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 4px;
  }
  .troubles button {
    max-width: 100%;
    border-color: color-mix(in srgb, var(--sc-bad) 60%, transparent);
    font-size: 13px;
  }
  .legend {
    margin-top: 12px;
    font-size: 13px;
  }
  .legend summary {
    min-height: 24px;
    color: var(--secondary-text-color);
    cursor: pointer;
  }
  .legend ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(180px, 100%), 1fr));
    gap: 6px 12px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .notice {
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--sc-warn) 14%, transparent);
  }
  .error {
    color: var(--primary-text-color);
    border-inline-start: 4px solid var(--sc-bad);
    padding-inline-start: 8px;
  }
  @media (pointer: coarse) {
    .port {
      width: 44px;
      min-height: 56px;
      border-radius: 6px;
    }
    .legend summary {
      min-height: var(--sc-touch);
      align-content: center;
    }
  }
`,ar=5,G=class extends L{constructor(...e){super(...e),this.isTable=!1,this.members=[],this.restart=new Qt(this,e=>this.describe(e))}static{this.styles=[...L.styles,Nt,an,ir]}checkConfig(e){if(typeof e.device_id!=`string`||e.device_id===``)throw Error(`device_id`);return e}configured(e){this.data=void 0,this.chosen=this.passing=this.focused=void 0,this.subscribe(`ports`,Zt(e.device_id),e=>{this.members=pn(e.ports),this.data=e})}renderCard(e){let t={hass:e,t:(e,t)=>this.t(e,t)},{data:n}=this;return b`<ha-card>
      <div class="row head">
        <h2 class="grow cut" title=${n?.switch??``}>${n?.switch??this.t(`port_map.title`)}</h2>
        <button type="button" aria-pressed=${this.isTable} ?disabled=${!n} @click=${this.toggle}>
          ${this.t(`port_map.as_table`)}
        </button>
      </div>
      <div class="content">${n?this.renderSwitch(t,n):this.t(`loading`)}</div>
      ${this.asking?this.renderQuestion(t,this.asking):C}
    </ha-card>`}renderSwitch(e,t){let{t:n,hass:r}=e;if(t.ports.length===0)return b`<p>${n(`port_map.empty`)}</p>`;let i=t.ports.filter(An);return b`${t.is_answering?C:b`<p class="notice" role="status">
              ${n(`port_map.silent`,{when:t.at===null?``:rt(r,t.at)})}
            </p>`}
      ${i.length===0?C:this.renderTroubles(e,i)}
      ${this.isTable?nr(e,t.switch,t.ports,e=>this.choose(e)):b`${this.members.map(t=>this.renderMember(e,t))} ${Kn(e)}`}
      <div class="panel" role="region" aria-label=${n(`port_map.details`)}>${this.renderPanel(e,t)}</div>`}renderTroubles({t:e},t){return b`<h3 id="troubles">${e(`port_map.in_trouble`,{count:t.length})}</h3>
      <div class="troubles" role="group" aria-labelledby="troubles">
        ${t.slice(0,12).map(t=>b`<button type="button" class="cut" @click=${()=>this.choose(t)}>
                ${t.name} ${t.faults.map(({fault:t})=>e(On[t])).join(`, `)}
              </button>`)}
      </div>`}renderMember(e,t){let{t:n}=e,r=t.id===``?n(`port_map.ports`):n(`port_map.member`,{number:t.id});return b`<div class="member">
      ${t.id===``?C:b`<h3>${r}</h3>`}
      <div
        class="plate"
        role="group"
        aria-label=${r}
        aria-describedby="keys"
        @mouseleave=${()=>this.passing=void 0}
      >
        ${t.blocks.map(t=>b`<div class="block ${t.kind}" style="grid-template-columns: repeat(${t.columns}, auto)">
              ${t.slots.map(n=>this.renderPort(e,t,n))}
            </div>`)}
      </div>
      <span id="keys" class="sr-only">${n(`port_map.keys`)}</span>
    </div>`}renderPort(e,t,n){let{port:r}=n,i=r.oper===`up`&&r.speed!==null;return b`<button
      type="button"
      class="port ${n.row===1?`lower`:``}"
      style="grid-column: ${n.column+1}; grid-row: ${n.row+1}"
      data-index=${r.if_index}
      tabindex=${this.isTabStop(n)?0:-1}
      aria-pressed=${this.chosen===r.if_index}
      aria-label=${Pn(e,r)}
      @click=${()=>this.choose(r)}
      @focus=${()=>this.focused=r.if_index}
      @mouseenter=${()=>this.passing=r.if_index}
      @keydown=${e=>this.move(e,n)}
    >
      <span class="label">${n.label}</span>
      ${Ln(r,t.kind,n.row)}
      <span class="speed">${i?sn(e.hass,r.speed??0):``}</span>
    </button>`}renderPanel(e,t){let n=this.passing??this.chosen??this.focused,r=t.ports.find(e=>e.if_index===n);return r?qn(e,r,this.renderActions(e,t,r)):b`<p class="secondary">${e.t(`port_map.choose`)}</p>`}renderActions({t:e,hass:t},n,r){return r.poe_enabled===null||r.is_uplink||t.user?.is_admin!==!0?C:b`<div class="actions">
      ${n.may_switch?b`<button type="button" ?disabled=${this.restart.isRunning} @click=${()=>this.asking=r}>
              ${this.restart.isRunning?e(`port_map.restart.running`):e(`port_map.restart.button`)}
            </button>`:b`<p class="secondary">${e(`port_map.restart.not_allowed`)}</p>`}
      <p role="alert" class=${this.restart.error?`error`:``}>${this.restart.error}</p>
    </div>`}renderQuestion({hass:e,t},n){let r=n.connected.map(({name:e})=>e).join(`, `);return b`<smart-campus-dialog
      .hass=${e}
      .heading=${t(`port_map.restart.title`,{port:n.name})}
      @smart-campus-closed=${()=>this.asking=void 0}
    >
      <p>${t(`port_map.restart.question`,{seconds:ar})}</p>
      ${r===``?C:b`<p>${t(`port_map.restart.affected`,{names:r})}</p>`}
      <div slot="actions">
        <button type="button" @click=${this.closeQuestion}>${t(`dialog.cancel`)}</button>
        <button type="button" class="primary" @click=${()=>this.powerCycle(n)}>
          ${t(`port_map.restart.button`)}
        </button>
      </div>
    </smart-campus-dialog>`}toggle(){this.isTable=!this.isTable,this.passing=void 0}choose(e){this.chosen=this.focused=e.if_index,this.passing=void 0,this.restart.forget()}isTabStop(e){let t=this.members.flatMap(e=>e.blocks.flatMap(e=>e.slots));return(t.find(({port:e})=>e.if_index===(this.focused??this.chosen))??t[0])===e}move(e,t){if(![`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`,`Home`,`End`].includes(e.key))return;e.preventDefault(),e.stopPropagation();let n=Cn(this.members,t,e.key);this.renderRoot.querySelector(`[data-index="${n.port.if_index}"]`)?.focus()}closeQuestion(){this.renderRoot.querySelector(`smart-campus-dialog`)?.close()}powerCycle(e){this.closeQuestion();let{hass:t,data:n}=this;if(!t||!n)return;let r=n.ports.filter(({name:t})=>t===e.name).length===1?e.name:String(e.if_index);this.restart.run(async()=>{let e={device_id:n.device_id,port:r,off_seconds:ar};await t.callService(`smart_campus`,`power_cycle_port`,e,void 0,!1)})}};I([k()],G.prototype,`data`,void 0),I([k()],G.prototype,`chosen`,void 0),I([k()],G.prototype,`passing`,void 0),I([k()],G.prototype,`focused`,void 0),I([k()],G.prototype,`isTable`,void 0),I([k()],G.prototype,`asking`,void 0),M(`smart-campus-port-map-card`,G);var or={},sr=gt(class extends _t{constructor(){super(...arguments),this.ot=or}render(e,t){return t()}update(e,[t,n]){if(Array.isArray(t)){if(Array.isArray(this.ot)&&this.ot.length===t.length&&t.every((e,t)=>e===this.ot[t]))return S}else if(this.ot===t)return S;return this.ot=Array.isArray(t)?Array.from(t):t,this.render(t,n)}});function cr(e){return{type:`smart_campus/dashboard/rooms/subscribe`,offset:0,limit:500,...e}}function lr(e,t,n){return j(e,{type:`smart_campus/dashboard/room`,site:t,room:n})}function ur(e,t,n,r=!1){let i=t[n];if(!i)return null;switch(e){case`ArrowRight`:return dr(t,n+(r?-1:1));case`ArrowLeft`:return dr(t,n+(r?1:-1));case`Home`:return 0;case`End`:return t.length-1;case`ArrowDown`:return pr(t,i,fr(t,n,1));case`ArrowUp`:return pr(t,i,fr(t,n,-1));default:return null}}function dr(e,t){return t>=0&&t<e.length?t:null}function fr(e,t,n){let r=e[t]?.top,i=[];for(let a=t+n;a>=0&&a<e.length;a+=n){let t=e[a],n=e[i[0]??-1];if(t&&t.top!==r){if(n&&n.top!==t.top)break;i.push(a)}}return i}function pr(e,t,n){let r=e=>e.left+e.width/2,i=null,a=1/0;for(let o of n){let n=e[o];n&&Math.abs(r(n)-r(t))<a&&(a=Math.abs(r(n)-r(t)),i=o)}return i}var mr=[`trouble`,`attention`,`lesson`,`in_use`,`free`,`unknown`],hr={trouble:{icon:`mdi:alert-circle`,tone:`bad`,word:`rooms.state.trouble`},attention:{icon:`mdi:alert`,tone:`warn`,word:`rooms.state.attention`},lesson:{icon:`mdi:school`,tone:`info`,word:`rooms.state.lesson`},in_use:{icon:`mdi:account-group`,tone:`good`,word:`rooms.state.in_use`},free:{icon:`mdi:door-open`,tone:`none`,word:`rooms.state.free`},unknown:{icon:`mdi:help-circle-outline`,tone:`none`,word:`rooms.state.unknown`}},gr={recording:{icon:`mdi:record-circle`,tone:`bad`,word:`rooms.recording.recording`},trouble:{icon:`mdi:video-off`,tone:`bad`,word:`rooms.recording.trouble`},planned:{icon:`mdi:record-circle-outline`,tone:`none`,word:`rooms.recording.planned`}};function _r(e){return hr[e]??hr.unknown}function vr(e){return e===null?void 0:gr[e]}var yr=5e3,br=new Intl.Collator(void 0,{numeric:!0,sensitivity:`base`}),xr=class{constructor(){this.total=0,this.isLoaded=!1,this.pages=/* @__PURE__ */ new Map}clear(){this.pages.clear(),this.total=0,this.isLoaded=!1}take(e,t){if(t.gone===void 0){this.total=t.total,this.isLoaded=!0,this.pages.set(e,new Map(t.rooms.map(e=>[e.room,e])));return}let n=this.pages.get(e)??/* @__PURE__ */ new Map;this.pages.set(e,n),this.total=t.total;for(let e of t.gone)n.delete(e);for(let e of t.rooms)n.set(e.room,e)}furtherOffsets(){let e=Math.ceil(Math.min(this.total,yr)/500)-1;return Array.from({length:Math.max(0,e)},(e,t)=>(t+1)*500)}all(){let e=/* @__PURE__ */ new Map;for(let t of this.pages.values())for(let[n,r]of t)e.set(n,r);return[...e.values()]}};function Sr(e){let t=/* @__PURE__ */ new Map;for(let n of e){let e=JSON.stringify([n.site,n.floor_id]),r=t.get(e);r?r.rooms.push(n):t.set(e,{key:e,site:n.site,siteTitle:n.site_title,floor:n.floor,rooms:[n]})}let n=[...new Set(e.map(e=>e.site))],r=[...t.values()].sort((e,t)=>n.indexOf(e.site)-n.indexOf(t.site)||Number(e.floor===null)-Number(t.floor===null));for(let e of r)e.rooms.sort((e,t)=>br.compare(e.name,t.name));return r}function Cr(e,t,n){if(n.size>0&&!n.has(e.state))return!1;let r=t.toLocaleLowerCase().split(/\s+/).filter(Boolean);if(r.length===0)return!0;let{name:i,floor:a,site_title:o,now:s,next:c}=e,l=[i,a,o,s?.course,s?.teacher,s?.group,c?.course,c?.teacher].filter(Boolean).join(` `).toLocaleLowerCase();return r.every(e=>l.includes(e))}var wr=o`
  ha-card {
    container-type: inline-size;
  }
  .bar {
    display: grid;
    grid-template-columns: minmax(160px, 310px) 1fr;
    gap: 8px 12px;
    align-items: center;
    padding: 12px 16px;
  }
  .bar input {
    width: 100%;
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .states button {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 6px;
    padding: 0 12px;
    font-size: 13px;
    white-space: nowrap;
    --mdc-icon-size: 18px;
  }
  .states ha-icon {
    color: var(--tone);
  }
  .states button[aria-pressed="true"] {
    border-color: var(--tone);
    box-shadow: inset 0 0 0 1px var(--tone);
    background: color-mix(in srgb, var(--tone) 16%, transparent);
  }
  section {
    padding: 0 16px 12px;
  }
  section h3 {
    padding: 8px 0;
    overflow-wrap: anywhere;
  }
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(184px, 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* Rooms out of sight are not drawn: hundreds cost what a screenful does. */
  li {
    content-visibility: auto;
    contain-intrinsic-size: auto 104px;
    min-width: 0;
  }
  .tile {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    box-sizing: border-box;
    height: 100%;
    min-height: 84px;
    padding: 8px 10px;
    border: 1px solid color-mix(in srgb, var(--tone) 45%, transparent);
    border-inline-start: 4px solid var(--tone);
    border-radius: var(--ha-card-border-radius, 12px);
    background: color-mix(in srgb, var(--tone) 7%, transparent);
    color: var(--primary-text-color);
    text-decoration: none;
    font-size: 13px;
  }
  .tile[data-tone="none"] {
    --tone: var(--divider-color);
    background: transparent;
  }
  .tile:hover {
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  .tile:focus-visible {
    outline-offset: -2px;
  }
  .tile > .mark {
    padding-inline: 0;
    background: none;
  }
  .tile[data-tone="none"] .mark {
    --tone: var(--secondary-text-color);
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    width: 100%;
  }
  .name {
    flex: 1 1 auto;
    min-width: 0;
    font-size: 15px;
    font-weight: 500;
  }
  .name,
  .line {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .next .line {
    -webkit-line-clamp: 1;
  }
  .recording {
    flex: none;
    color: var(--tone);
    --mdc-icon-size: 20px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-top: auto;
  }
  .nothing {
    padding: 4px 16px 16px;
  }
  @container (max-width: 520px) {
    .bar {
      grid-template-columns: 1fr;
      padding: 12px;
    }
    .states {
      flex-wrap: nowrap;
      overflow-x: auto;
      margin-inline: -12px;
      padding: 3px 12px;
      scrollbar-width: none;
    }
    section {
      padding: 0 12px 12px;
    }
    ul {
      grid-template-columns: repeat(auto-fill, minmax(146px, 1fr));
    }
    .tile {
      padding: 6px 8px;
    }
    .next {
      display: none;
    }
  }
`,Tr=160;function Er(e,t,n){let r=(t,n)=>N(e.locale,t,n),i=_r(t.state),[a]=t.reasons;return b`<a
    class="tile"
    data-tone=${i.tone}
    data-room=${t.room}
    href=${At(t.room)}
    tabindex=${n?0:-1}
  >
    <span class="top">
      <span class="name" dir="auto">${z(t.name,Tr)}</span>
      ${Dr(r,t)}
    </span>
    <span class="mark"><ha-icon .icon=${i.icon} aria-hidden="true"></ha-icon><span>${r(i.word)}</span></span>
    ${a&&(t.state===`trouble`||t.state===`attention`)?b`<span class="line reason" dir="auto">${z(a.text,Tr)}</span>`:C}
    ${t.now?Or(r(`rooms.until`,{at:tt(e,t.now.end)}),t.now):C}
    ${t.next?b`<span class="next">${Or(tt(e,t.next.start),t.next)}</span>`:C}
    ${kr(r,t)}
  </a>`}function Dr(e,{recording:t}){let n=vr(t);return n?b`<span class="recording" data-tone=${n.tone} title=${e(n.word)}>
        <ha-icon .icon=${n.icon} aria-hidden="true"></ha-icon><span class="sr-only">${e(n.word)}</span>
      </span>`:C}function Or(e,t){return b`<span class="line">
    <span class="secondary">${e}</span> <bdi>${z(t.course,Tr)}</bdi>
  </span>`}function kr(e,t){let n=[[t.alerts,t.worst===`notice`?`info`:t.worst===`warning`?`warn`:`bad`,`mdi:bell`,`rooms.alerts`],[t.offline,`warn`,`mdi:lan-disconnect`,`rooms.offline`]].filter(([e])=>e>0);return n.length===0?C:b`<span class="counts"
        >${n.map(([t,n,r,i])=>b`<span class="mark" data-tone=${n}
              ><ha-icon .icon=${r} aria-hidden="true"></ha-icon><span>${e(i,{count:t})}</span></span
            >`)}</span
      >`}var Ar=class extends L{constructor(...e){super(...e),this.store=new xr,this.listened=/* @__PURE__ */ new Set,this.text=``,this.states=/* @__PURE__ */ new Set,this.remember=e=>{this.active=e.target.dataset.room??this.active},this.move=e=>{if(e.altKey||e.ctrlKey||e.metaKey||e.shiftKey)return;let t=[...this.renderRoot.querySelectorAll(`.tile`)],n=t.indexOf(e.target);if(n<0||!/^(Arrow|Home$|End$)/.test(e.key))return;let r=t.map(e=>(e.parentElement??e).getBoundingClientRect()),i=ur(e.key,r,n,getComputedStyle(this).direction===`rtl`);e.preventDefault(),i!==null&&t[i]?.focus()}}static{this.styles=[F,Nt,wr]}getGridOptions(){return{columns:`full`,rows:`auto`,min_columns:6}}configured(){this.language=void 0}willUpdate(e){if(super.willUpdate(e),this.hass&&this.config&&this.language!==et(this.hass.locale)){this.language=et(this.hass.locale);for(let e of this.listened)this.unsubscribe(`rooms:${e}`);this.listened.clear(),this.store.clear(),this.listen(0)}}listen(e){this.listened.add(e);let{site:t,floor_id:n}=this.config??{},r=cr({...t!==void 0&&{site:t},...n!==void 0&&{floor_id:n},language:this.language,offset:e,limit:500});this.subscribe(`rooms:${e}`,r,t=>{this.store.take(e,t);for(let e of this.store.furtherOffsets())this.listened.has(e)||this.listen(e);this.requestUpdate()})}renderCard(e){let t=this.store.all(),n=t.filter(e=>Cr(e,this.text,this.states)),r=Sr(n),i=r[0]?.rooms[0]?.room,a=n.some(e=>e.room===this.active)?this.active:i;return b`<ha-card>
      <h2 class="sr-only">${this.t(`rooms.title`)}</h2>
      ${this.renderBar(t,n.length)}
      ${r.length>0?this.renderGroups(e,r,a):this.renderNothing(t.length)}
    </ha-card>`}renderBar(e,t){return b`<div class="bar" role="search">
      <input
        type="search"
        aria-label=${this.t(`rooms.find`)}
        placeholder=${this.t(`rooms.find`)}
        maxlength="80"
        .value=${this.text}
        @input=${e=>this.text=e.target.value}
      />
      <div class="states" role="group" aria-label=${this.t(`rooms.states`)}>
        ${mr.map(t=>this.renderState(t,e.filter(e=>e.state===t).length))}
      </div>
      <span class="sr-only" role="status">
        ${this.store.isLoaded?this.t(`rooms.shown`,{count:t,total:e.length}):C}
      </span>
    </div>`}renderState(e,t){let n=this.states.has(e);if(t===0&&!n)return C;let r=_r(e);return b`<button
      type="button"
      data-tone=${r.tone}
      aria-pressed=${n}
      @click=${()=>{let t=new Set(this.states);t.delete(e)||t.add(e),this.states=t}}
    >
      <ha-icon .icon=${r.icon} aria-hidden="true"></ha-icon>${this.t(r.word)} ${t}
    </button>`}renderGroups(e,t,n){let r=this.config?.floor_id===void 0;return b`<div @keydown=${this.move} @focusin=${this.remember}>
      ${Dt(t,e=>e.key,i=>b`<section>
            ${r?b`<h3 dir="auto">${this.heading(i,t)}</h3>`:C}
            <ul>
              ${Dt(i.rooms,e=>e.room,t=>b`<li>
                    ${sr([t,t.room===n,e.locale],()=>Er(e,t,t.room===n))}
                  </li>`)}
            </ul>
          </section>`)}
    </div>`}heading(e,t){let n=e.floor===null?this.t(`rooms.no_floor`):z(e.floor,80);return this.config?.site!==void 0||t.every(t=>t.site===e.site)?n:`${z(e.siteTitle,80)} · ${n}`}renderNothing(e){return this.store.isLoaded?e===0?b`<p class="nothing secondary">${this.t(`rooms.none`)}</p>`:b`<div class="nothing row">
      <p class="secondary">${this.t(`rooms.no_match`)}</p>
      <button
        type="button"
        @click=${()=>{this.text=``,this.states=/* @__PURE__ */ new Set}}
      >
        ${this.t(`rooms.show_all`)}
      </button>
    </div>`:b`<p class="nothing secondary">${this.t(`rooms.loading`)}</p>`}};I([k()],Ar.prototype,`text`,void 0),I([k()],Ar.prototype,`states`,void 0),I([k()],Ar.prototype,`active`,void 0),M(`smart-campus-room-grid-card`,Ar);function K(e,{icon:t,badges:n,path:r,style:i}={}){return{type:`heading`,heading:e,...i&&{heading_style:i},...t&&{icon:t},...n?.length&&{badges:n},...r!==void 0&&{tap_action:jr(r)}}}function jr(e){return{action:`navigate`,navigation_path:`${e}?historyBack=1`}}function q(e,t,n=1){let r=t.filter(e=>e!==void 0);if(r.length!==0)return{type:`grid`,cards:e?[e,...r]:r,...n!==1&&{column_span:n===`full`?3:n}}}function J(e,t=[]){return{type:`sections`,max_columns:3,dense_section_placement:!0,...t.length>0&&{badges:t},sections:e.filter(e=>e!==void 0)}}function Y(e){return{...e,grid_options:{columns:`full`}}}var Mr=`/config/integrations/dashboard/add?domain=smart_campus`,Nr=`/config/integrations/integration/smart_campus`;async function Pr(e,t){return J([{type:`grid`,column_span:2,cards:[{type:`custom:smart-campus-error-card`,message:t instanceof TypeError||t instanceof RangeError?N(e.locale,`error.unknown`,{message:t.message}):await ct(e,A(t)),reload:!0}]}])}function Fr(e,t,n){let r=t=>N(e.locale,`empty.${n}.${t}`);return{type:`empty-state`,icon:t,title:r(`title`),content:e.user?.is_admin===!1?N(e.locale,`empty.ask_admin`):r(`text`),content_only:!0,...e.user?.is_admin!==!1&&{buttons:[{text:r(`action`),tap_action:{action:`navigate`,navigation_path:n===`site`?Mr:Nr}}]}}}function X(e,t,n){return J([{type:`grid`,column_span:3,cards:[{...Fr(e,t,n),grid_options:{columns:`full`}}]}])}function Ir(e,t){return e.areas!==t.areas||e.floors!==t.floors||e.locale.language!==t.locale.language||e.user?.is_admin!==t.user?.is_admin||Rr(e.devices,t.devices)}function Lr(e,t){return Ir(e,t)||Rr(e.entities,t.entities)}function Rr(e,t){return e!==t&&Object.keys(e).length!==Object.keys(t).length}function Z(e,t,{watchesEntities:n=!1}={}){M(`ll-strategy-view-smart-campus-${e}`,class extends HTMLElement{static{this.noEditor=!0}static shouldRegenerate(e,t,r){return n?Lr(t,r):Ir(t,r)}static generate(e,n){return zr(t,e,n)}})}async function zr(e,t,n){try{let r=await kt(n),i=Br(r,t.sites);return i.length===0?X(n,`mdi:school-outline`,`site`):await e({hass:n,config:t,campus:r,sites:i,t:(e,t)=>N(n.locale,e,t)})}catch(e){return Pr(n,e)}}function Br(e,t){return t===void 0?e.sites:e.sites.filter(({site:e})=>t.includes(e))}var Vr=[`attention`,`buildings`,`recordings`,`network`,`energy`,`gates`,`equipment`],Hr={attention:`mdi:bell-alert-outline`,buildings:`mdi:office-building-outline`,recordings:`mdi:record-rec`,network:`mdi:switch`,energy:`mdi:lightning-bolt-outline`,gates:`mdi:door`,equipment:`mdi:clipboard-list-outline`},Ur=`(min-width: 1500px)`,Wr=`(max-width: 870px)`;async function Gr(e,t){let n=e.title??N(t.locale,`dashboard.title`);try{let r=Br(await kt(t),e.sites);if(r.length===0)return{title:n,views:[{...X(t,`mdi:school-outline`,`site`),title:n}]};let i=e.sites&&{sites:e.sites},a=r.flatMap(({site:e,rooms:t})=>t.map(({room:t,name:n})=>Yr(e,t,n))),o=r.flatMap(({switches:e})=>e.map(({device_id:e,name:t})=>Xr(e,t)));return{title:n,views:[...Kr(e).map(e=>qr(t,e,i)),...a,...o]}}catch(e){return{title:n,views:[{...await Pr(t,e),title:n}]}}}function Kr({views:e}){let t=e?.filter(e=>Vr.includes(e))??[];return t.length>0?t:Vr}function qr(e,t,n){return{title:N(e.locale,`view.${t}`),path:t,...Jr(t),strategy:{type:`custom:smart-campus-${t}`,...n}}}function Jr(e){return matchMedia(Ur).matches?{icon:Hr[e],show_icon_and_title:!0}:matchMedia(Wr).matches?{icon:Hr[e]}:{}}function Yr(e,t,n){return{title:n,path:`room-${t}`,subview:!0,strategy:{type:`custom:smart-campus-room`,site:e,room:t}}}function Xr(e,t){return{title:t,path:`switch-${e}`,subview:!0,strategy:{type:`custom:smart-campus-switch`,device_id:e}}}M(`ll-strategy-dashboard-smart-campus`,class extends HTMLElement{static shouldRegenerate(e,t,n){return Ir(t,n)}static generate(e,t){return Gr(e,t)}static getCreateSuggestions(e){return{title:N(e.locale,`dashboard.title`),icon:`mdi:school`}}});function Zr(){let e=window.customStrategies??=[];e.some(({type:e})=>e===`smart-campus`)||e.push({type:`smart-campus`,strategyType:`dashboard`,get name(){return Qr(`dashboard.name`)},get description(){return Qr(`dashboard.description`)},documentationURL:`https://github.com/smart-campus/smart-campus/blob/main/docs/dashboard.md`})}function Qr(e){return N(document.querySelector(`home-assistant`)?.hass?.locale??{language:document.documentElement.lang||navigator.language},e)}function $r({config:e,sites:t,t:n}){let r=e.sites?t.map(({site:e,title:t})=>({site:e,title:t})):[{site:void 0,title:``}];return J(r.flatMap(({site:e,title:t})=>{let i=e=>r.length>1?`${t} · ${e}`:e,a=t=>Y({type:`custom:smart-campus-attention-card`,list:t,...e&&{site:e}});return[q(K(i(n(`attention.alerts`)),{icon:`mdi:bell-alert-outline`}),[Y({type:`custom:smart-campus-alert-list-card`,...e&&{site:e}})],2),q(K(i(n(`attention.not_ready`)),{icon:`mdi:door-open`,path:`buildings`}),[a(`not_ready`)]),q(K(i(n(`attention.offline`)),{icon:`mdi:lan-disconnect`,path:`network`}),[a(`offline`)],2),q(K(i(n(`attention.recordings`)),{icon:`mdi:record-rec`,path:`recordings`}),[a(`recordings`)])]}))}Z(`attention`,$r);function ei(e){let t=e.sites.filter(({rooms:e})=>e.length>0);return t.length===0?X(e.hass,`mdi:door`,`rooms`):J(t.flatMap(t=>ti(t,e)))}function ti(e,{sites:t,t:n}){let r=n=>t.length>1?`${e.title} · ${n}`:n,i=new Set(e.rooms.map(({floor_id:e})=>e)),a=e.floors.filter(({floor_id:e})=>i.has(e)).sort((e,t)=>(t.level??-1/0)-(e.level??-1/0)),o=t=>Y({type:`custom:smart-campus-room-grid-card`,site:e.site,...t!==void 0&&{floor_id:t}});return a.length===0?[q(K(e.title,{icon:`mdi:office-building-outline`}),[o(void 0)],`full`)]:[...a.map(({floor_id:e,name:t})=>q(K(r(t),{icon:`mdi:floor-plan`}),[o(e)],`full`)),i.has(null)?q(K(r(n(`buildings.no_floor`))),[o(null)],`full`):void 0]}Z(`buildings`,ei);var Q={projector:`mdi:projector`,recorder:`mdi:record-rec`,lighting:`mdi:lightbulb-group-outline`,environment:`mdi:thermometer`,meter:`mdi:meter-electric-outline`,gate:`mdi:door`,switch:`mdi:switch`,probe:`mdi:transit-connection-variant`},ni={projector:[`player`,`picture_mute`,`freeze`,`problem`,`upkeep_due`,`light_source_remaining`],recorder:[`recording`,`state`,`recording_problem`,`picture_problem`,`sound_problem`,`elapsed`,`time_left`,`storage_free`],lighting:Array.from({length:16},(e,t)=>`channel_${t+1}`),switch:[`problem`,`ports_up`,`ports_down`,`ports_with_errors`,`ports_flapping`,`worst_utilisation`,`traffic_in`,`traffic_out`,`cpu_load`,`memory_usage`,`temperature`,`poe_power`],probe:[`problem`,`targets_failing`,`targets_degraded`,`certificate_days_left`],meter:[`active_power`,`energy_import`,`heat_power`,`heat_energy`,`cooling_energy`,`water_flow`,`water_volume`,`valve_closed`,`valve_fault`,`battery_low`]},ri=/* @__PURE__ */ new Set([`camera`,`calendar`,`event`]),ii=/* @__PURE__ */ new Set([`occupancy`,`valve_closed`]),ai={media_player:[{type:`media-player-playback`},{type:`media-player-source`}],lock:[{type:`lock-commands`},{type:`lock-open-door`}],cover:[{type:`cover-open-close`}],light:[{type:`light-brightness`}]},oi=/* @__PURE__ */ new Set([`temperature`,`humidity`,`co2`,`pm25`,`active_power`,`heat_power`]),si=[`media_player`,`lock`,`cover`,`light`,`switch`,`select`,`number`,`binary_sensor`,`sensor`],ci=24;function $(e,t){let n=t.mayControl?ai[e.platform]??[]:[],r=t.withCourse&&oi.has(e.point)?[{type:`trend-graph`,hours_to_show:24}]:[],i=[...n,...r];return{type:`tile`,entity:e.entity_id,name:t.name??{type:`entity`},grid_options:{columns:e.platform===`media_player`?12:6},...i.length>0&&{features:i},...!t.mayControl&&{icon_tap_action:{action:`more-info`}}}}function li(e){let t=ni[e.kind],n=e.entities.filter(({is_main:e,platform:t})=>e&&!ri.has(t)).map(e=>({entity:e,rank:t?t.indexOf(e.point):0})).filter(({rank:e})=>e>=0);return n.length===0&&t?li({kind:`environment`,entities:e.entities}):n.sort((e,t)=>e.rank-t.rank||ui(e.entity)-ui(t.entity)).slice(0,ci).map(({entity:e})=>e)}function ui({platform:e}){let t=si.indexOf(e);return t<0?si.length:t}function di({platform:e,point:t}){return e===`binary_sensor`&&!ii.has(t)}function fi(e){return li(e)[0]}function pi(e,t,n){let r=li(e).map(e=>({...$(e,{mayControl:t,withCourse:!0}),...di(e)&&{visibility:[{condition:`state`,entity:e.entity_id,state:`on`}]}}));return r.length===0?[hi(e.name,Q[e.kind])]:n?[K(e.name,{style:`subtitle`}),...r]:r}function mi(e,t){let n=fi(e);return n?{...$(n,{mayControl:!1,name:e.name}),grid_options:{columns:12},tap_action:jr(t),icon_tap_action:jr(t)}:hi(e.name,Q[e.kind],t)}function hi(e,t,n){return{type:`button`,name:e,icon:t,show_state:!1,icon_height:`32px`,tap_action:n===void 0?{action:`none`}:jr(n),grid_options:{columns:12,rows:1}}}function gi(e){return{type:`entity`,entity:e}}function _i(e,t=24){return e.length===0?void 0:{type:`logbook`,target:{entity_id:e.map(({entity_id:e})=>e)},hours_to_show:t,grid_options:{columns:`full`,rows:6}}}var vi=6;async function yi(e){let{hass:t,sites:n}=e,r=await Promise.all(n.map(({site:e})=>Qe(t,e))),i=n.flatMap(({site:t,title:i},a)=>{let o=r[a];return o?bi(t,n.length>1?`${i} · `:``,o,e):[]});return i.some(e=>e!==void 0)?J(i):X(t,`mdi:lightning-bolt-outline`,`energy`)}function bi(e,t,{total:n,groups:r,others:i=[]},{t:a}){let o=r.flatMap(e=>e.rooms),s=o.some(({after_hours_week:e})=>e!==null),c=[n,...i,...o].flatMap(({energy:e})=>e??[]);return[q(K(t+a(`energy.total`),{icon:`mdi:office-building-outline`}),xi(n)),q(K(t+a(`energy.by_day`),{icon:`mdi:chart-bar`}),c.length>0?[Si(c.slice(0,n.energy===null?vi:1))]:[],2),s?q(K(t+a(`energy.after_hours`),{icon:`mdi:weather-night`}),[Y({type:`custom:smart-campus-after-hours-card`,site:e})]):void 0,...r.map(({name:e,rooms:n})=>q(K(t+(e??a(`buildings.no_floor`)),{icon:`mdi:floor-plan`}),n.flatMap(Ci))),q(K(t+a(`energy.others`),{icon:`mdi:meter-electric-outline`}),i.flatMap(Ci))]}function xi({power:e,energy:t}){return[...e===null?[]:[$(wi(e,`active_power`),{mayControl:!1,withCourse:!0})],...t===null?[]:[$(wi(t,`energy_import`),{mayControl:!1})]]}function Si(e){return{type:`statistics-graph`,entities:e,stat_types:[`change`],chart_type:`bar`,period:`day`,days_to_show:14,grid_options:{columns:`full`,rows:6}}}function Ci({name:e,power:t,energy:n}){let r=t??n;return r===null?[]:[$(wi(r,``),{mayControl:!1,name:e})]}function wi(e,t){return{entity_id:e,point:t,platform:`sensor`}}Z(`energy`,yi,{watchesEntities:!0});function Ti({config:e,sites:t,t:n}){let r=e.sites&&t.length===1?{site:t[0]?.site}:{},i=t.filter(({may_manage:e})=>e).map(({site:e,title:r})=>q(K(t.length>1?`${r} · ${n(`equipment.import`)}`:n(`equipment.import`),{icon:`mdi:table-arrow-up`}),[Y({type:`custom:smart-campus-equipment-import-card`,site:e})],`full`));return J([q(K(n(`equipment.ledger`),{icon:`mdi:clipboard-list-outline`}),[Y({type:`custom:smart-campus-equipment-card`,...r})],`full`),q(K(n(`equipment.work_orders`),{icon:`mdi:wrench-clock`}),[Y({type:`custom:smart-campus-work-orders-card`,...r})],2),q(K(n(`equipment.indicators`),{icon:`mdi:chart-box-outline`}),[Y({type:`custom:smart-campus-indicators-card`,...r})]),...i])}Z(`equipment`,Ti);function Ei(e,t){return j(e,{type:`smart_campus/dashboard/devices`,offset:0,limit:100,...t})}var Di=100;async function Oi(e){let{hass:t,campus:n}=e,r=e.sites.filter(({kinds:e})=>(e.gate??0)>0);if(r.length===0)return X(t,`mdi:door`,`gates`);let i=await Promise.all(r.map(({site:e})=>Ei(t,{site:e,kind:`gate`,limit:Di})));return J(r.flatMap((t,a)=>[...(i[a]?.devices??[]).map(e=>ki(t,e)),n.is_admin?Ai(t,r.length>1,e):void 0]))}function ki({may_control:e},t){return q(K(t.name,{icon:Q.gate}),pi(t,e,!1))}function Ai({site:e,title:t},n,{t:r}){return q(K(n?`${t} · ${r(`gates.access`)}`:r(`gates.access`),{icon:`mdi:card-account-details-outline`}),[Y({type:`custom:smart-campus-access-card`,site:e,limit:50})],2)}Z(`gates`,Oi,{watchesEntities:!0});function ji(e){return{type:`smart_campus/dashboard/network/subscribe`,site:e}}async function Mi(e){let{hass:t}=e,n=e.sites.filter(({kinds:e})=>(e.switch??0)+(e.probe??0)>0);if(n.length===0)return X(t,`mdi:switch`,`network`);let r=await Promise.all(n.map(({site:e})=>Ze(t,ji(e))));return J(n.flatMap(({site:t,title:i},a)=>{let o=r[a];return o?Ni(t,n.length>1?`${i} · `:``,o,e):[]}))}function Ni(e,t,{switches:n,paths:r},{t:i}){return[q(K(t+i(`network.switches`),{icon:Q.switch}),[...n].sort(Pi).map(e=>mi(e,`switch-${e.device_id}`)),2),q(K(t+i(`network.inspection`),{icon:`mdi:clipboard-check-outline`}),[Y({type:`custom:smart-campus-inspection-card`,site:e})]),q(K(t+i(`network.paths`),{icon:Q.probe}),[...r].sort(Fi).flatMap(e=>pi(e,!1,!0)),2),q(K(t+i(`network.events`),{icon:`mdi:history`}),[_i([...n,...r].flatMap(e=>fi(e)??[]))])]}function Pi(e,t){return Ii(t,t.ports_in_trouble)-Ii(e,e.ports_in_trouble)||Li(e,t)}function Fi(e,t){return Ii(t,t.failing??0)-Ii(e,e.failing??0)||Li(e,t)}function Ii({is_reachable:e,problem:t},n){return(e?0:2)+(t||n>0?1:0)}function Li(e,t){return e.name.localeCompare(t.name,void 0,{numeric:!0})}Z(`network`,Mi);function Ri({hass:e,sites:t,t:n}){let r=t.filter(({kinds:e})=>(e.recorder??0)>0);return r.length===0?X(e,`mdi:record-rec`,`recorders`):J(r.map(({site:e,title:t})=>q(K(r.length>1?`${t} · ${n(`recordings.today`)}`:n(`recordings.today`),{icon:`mdi:record-rec`}),[Y({type:`custom:smart-campus-recordings-card`,site:e})],`full`)))}Z(`recordings`,Ri);var zi=[`readiness`,`occupancy`,`temperature`,`humidity`,`carbon_dioxide`,`illuminance`,`power`],Bi=[`projector`,`recorder`,`lighting`,`gate`,`environment`,`meter`,`switch`,`probe`],Vi=4,Hi=60,Ui=12;async function Wi({hass:e,config:t,t:n}){let r=await lr(e,t.site,t.room),{site:i,room:a}=t,{area_id:o}=r.room;return J([q(K(n(`room.today`),{icon:`mdi:calendar-today`}),[r.may_control?Y({type:`custom:smart-campus-class-card`,site:i,room:a}):void 0,Y({type:`custom:smart-campus-day-card`,site:i,room:a})]),o===null?void 0:q(K(n(`attention.alerts`),{icon:`mdi:bell-alert-outline`}),[Y({type:`custom:smart-campus-alert-list-card`,site:i,area_id:o})]),q(K(n(`room.cameras`),{icon:`mdi:cctv`}),r.cameras.slice(0,Vi).map(Ki)),...Bi.map(e=>Gi(e,r,n(`kind.${e}`))),q(K(n(`room.events`),{icon:`mdi:history`}),[qi(r)])],zi.map(e=>r.entities[e]).filter(e=>e!==void 0).map(gi))}function Gi(e,t,n){let r=t.devices.filter(t=>t.kind===e),i=r.flatMap(n=>e===`switch`?[mi(n,`switch-${n.device_id}`)]:pi(n,t.may_control,r.length>1)),{lights:a}=t.entities;if(e===`lighting`&&a!==void 0){let e={entity_id:a,point:`lights`,platform:`light`};i.unshift($(e,{mayControl:t.may_control}))}return q(K(n,{icon:Q[e]}),i)}function Ki(e){return Y({type:`picture-entity`,entity:e,show_name:!0,show_state:!1,camera_view:`auto`})}function qi({entities:e,devices:t}){let{in_lesson:n,readiness:r,occupancy:i}=e,a=[n,r,i].flatMap(e=>e===void 0?[]:[{entity_id:e}]),o=t.flatMap(e=>e.entities.filter(Ji)).slice(0,Hi);return _i([...a,...o.filter(({entity_id:e})=>e!==i)],Ui)}function Ji({is_main:e,platform:t}){return e&&t!==`sensor`&&t!==`camera`}Z(`room`,Wi,{watchesEntities:!0});function Yi({hass:e,config:t,t:n}){let{device_id:r}=t,i=li({kind:`switch`,entities:Xi(e,r)});return J([q(K(n(`network.ports`),{icon:`mdi:ethernet`}),[Y({type:`custom:smart-campus-port-map-card`,device_id:r})],`full`),q(K(n(`network.values`),{icon:Q.switch}),i.map(e=>$(e,{mayControl:!1})),2),q(K(n(`network.events`),{icon:`mdi:history`}),[_i(i)])])}function Xi(e,t){return Object.values(e.entities).flatMap(e=>e?.device_id===t&&!e.hidden?[{entity_id:e.entity_id,point:e.translation_key??``,platform:e.entity_id.split(`.`)[0]??``,is_main:e.entity_category===void 0}]:[])}Z(`switch`,Yi,{watchesEntities:!0}),Zr();