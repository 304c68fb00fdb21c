var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=/* @__PURE__ */ new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,ee=globalThis,te=ee.trustedTypes,ne=te?te.emptyScript:``,re=ee.reactiveElementPolyfillSupport,ie=(e,t)=>e,ae={toAttribute(e,t){switch(t){case Boolean:e=e?ne:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},oe=(e,t)=>!l(e,t),se={attribute:!0,type:String,converter:ae,reflect:!1,useDefault:!1,hasChanged:oe};Symbol.metadata??=Symbol(`metadata`),ee.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var ce=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=se){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??se}static _$Ei(){if(this.hasOwnProperty(ie(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ie(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ie(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?ae:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?ae:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??oe)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};ce.elementStyles=[],ce.shadowRootOptions={mode:`open`},ce[ie(`elementProperties`)]=/* @__PURE__ */ new Map,ce[ie(`finalized`)]=/* @__PURE__ */ new Map,re?.({ReactiveElement:ce}),(ee.reactiveElementVersions??=[]).push(`2.1.2`);var le=globalThis,ue=e=>e,de=le.trustedTypes,fe=de?de.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,pe=`$lit$`,h=`lit$${Math.random().toFixed(9).slice(2)}$`,me=`?`+h,he=`<${me}>`,ge=document,_e=()=>ge.createComment(``),ve=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ye=Array.isArray,be=e=>ye(e)||typeof e?.[Symbol.iterator]==`function`,xe=`[ 	
\f\r]`,Se=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ce=/-->/g,we=/>/g,Te=RegExp(`>|${xe}(?:([^\\s"'>=/]+)(${xe}*=${xe}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Ee=/'/g,De=/"/g,Oe=/^(?:script|style|textarea|title)$/i,ke=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),g=ke(1),_=ke(2),v=Symbol.for(`lit-noChange`),y=Symbol.for(`lit-nothing`),Ae=/* @__PURE__ */ new WeakMap,je=ge.createTreeWalker(ge,129);function Me(e,t){if(!ye(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return fe===void 0?t:fe.createHTML(t)}var Ne=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=Se;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===Se?c[1]===`!--`?o=Ce:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=Te):(Oe.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=Te):o=we:o===Te?c[0]===`>`?(o=i??Se,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?Te:c[3]===`"`?De:Ee):o===De||o===Ee?o=Te:o===Ce||o===we?o=Se:(o=Te,i=void 0);let d=o===Te&&e[t+1].startsWith(`/>`)?` `:``;a+=o===Se?n+he:l>=0?(r.push(s),n.slice(0,l)+pe+n.slice(l)+h+d):n+h+(l===-2?t:d)}return[Me(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Pe=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ne(t,n);if(this.el=e.createElement(l,r),je.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=je.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(pe)){let t=u[o++],n=i.getAttribute(e).split(h),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ze:r[1]===`?`?Be:r[1]===`@`?Ve:Re}),i.removeAttribute(e)}else e.startsWith(h)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Oe.test(i.tagName)){let e=i.textContent.split(h),t=e.length-1;if(t>0){i.textContent=de?de.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],_e()),je.nextNode(),c.push({type:2,index:++a});i.append(e[t],_e())}}}else if(i.nodeType===8){if(i.data===me)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(h,e+1))!==-1;)c.push({type:7,index:a}),e+=h.length-1}}a++}}static createElement(e,t){let n=ge.createElement(`template`);return n.innerHTML=e,n}};function Fe(e,t,n=e,r){if(t===v)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=ve(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=Fe(e,i._$AS(e,t.values),i,r)),t}var Ie=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??ge).importNode(t,!0);je.currentNode=r;let i=je.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new Le(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new He(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=je.nextNode(),a++)}return je.currentNode=ge,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Le=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=y,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Fe(this,e,t),ve(e)?e===y||e==null||e===``?(this._$AH!==y&&this._$AR(),this._$AH=y):e!==this._$AH&&e!==v&&this._(e):e._$litType$===void 0?e.nodeType===void 0?be(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==y&&ve(this._$AH)?this._$AA.nextSibling.data=e:this.T(ge.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Pe.createElement(Me(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ie(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ae.get(e.strings);return t===void 0&&Ae.set(e.strings,t=new Pe(e)),t}k(t){ye(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(_e()),this.O(_e()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ue(e).nextSibling;ue(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},Re=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=y,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=y}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=Fe(this,e,t,0),a=!ve(e)||e!==this._$AH&&e!==v,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=Fe(this,r[n+o],t,o),s===v&&(s=this._$AH[o]),a||=!ve(s)||s!==this._$AH[o],s===y?e=y:e!==y&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===y?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},ze=class extends Re{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===y?void 0:e}},Be=class extends Re{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==y)}},Ve=class extends Re{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=Fe(this,e,t,0)??y)===v)return;let n=this._$AH,r=e===y&&n!==y||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==y&&(n===y||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},He=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){Fe(this,e)}},Ue={M:pe,P:h,A:me,C:1,L:Ne,R:Ie,D:be,V:Fe,I:Le,H:Re,N:Be,U:Ve,B:ze,F:He},We=le.litHtmlPolyfillSupport;We?.(Pe,Le),(le.litHtmlVersions??=[]).push(`3.3.3`);var Ge=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new Le(t.insertBefore(_e(),e),e,void 0,n??{})}return i._$AI(e),i},Ke=globalThis,b=class extends ce{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ge(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return v}};b._$litElement$=!0,b.finalized=!0,Ke.litElementHydrateSupport?.({LitElement:b});var qe=Ke.litElementPolyfillSupport;qe?.({LitElement:b}),(Ke.litElementVersions??=[]).push(`4.2.2`);var Je={attribute:!0,type:String,converter:ae,reflect:!1,hasChanged:oe},Ye=(e=Je,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function x(e){return(t,n)=>typeof n==`object`?Ye(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function S(e){return x({...e,state:!0,attribute:!1})}var Xe=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function Ze(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return Xe(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return Xe(n,r,{get(){return a(this)}})}}var Qe={1:`connection_lost`,2:`unauthorized`,3:`connection_lost`},$e=/* @__PURE__ */ new Set([`connection_lost`,`not_found`,`unknown_command`,`home_assistant_error`,`timeout`]),et=[1,2,5,10,30],tt=30;function C(e){if(e instanceof T)return e;if(typeof e==`object`&&e){let t=e,n=typeof t.code==`number`?Qe[t.code]??`unknown`:t.code;return{code:typeof n==`string`?n:`unknown`,message:typeof t.message==`string`?t.message:``,...typeof t.translation_domain==`string`&&{domain:t.translation_domain},...typeof t.translation_key==`string`&&{key:t.translation_key},...typeof t.translation_placeholders==`object`&&{placeholders:t.translation_placeholders}}}return typeof e==`number`?{code:Qe[e]??`unknown`,message:``}:{code:`unknown`,message:String(e)}}async function w(e,t){let n,r=new Promise((e,t)=>{n=setTimeout(()=>t(new T({code:`timeout`,message:``})),tt*1e3)});try{return await Promise.race([e.callWS(t),r])}catch(e){throw new T(C(e))}finally{clearTimeout(n)}}var T=class extends Error{constructor(e){super(e.message),this.code=e.code,this.domain=e.domain,this.key=e.key,this.placeholders=e.placeholders}},nt=class{constructor(e,t,n,r){this.connection=e,this.message=t,this.onEvent=n,this.onError=r,this.failures=0,this.turn=0,this.isOpen=!1,this.reopen=()=>{this.unsubscribe=void 0,this.failures=0,clearTimeout(this.timer),this.subscribe()}}open(){this.isOpen||(this.isOpen=!0,this.connection.addEventListener(`ready`,this.reopen),this.subscribe())}close(){this.isOpen=!1,this.turn+=1,clearTimeout(this.timer),this.connection.removeEventListener(`ready`,this.reopen),this.drop()}async subscribe(){let e=++this.turn;try{let t=await this.connection.subscribeMessage(t=>{e===this.turn&&(this.failures=0,this.onEvent(t))},this.message,{resubscribe:!1});e===this.turn?this.unsubscribe=t:Promise.resolve(t()).catch(()=>void 0)}catch(t){e===this.turn&&this.fail(C(t))}}fail(e){if(this.onError(e),$e.has(e.code)){let e=et[Math.min(this.failures,et.length-1)]??30;this.failures+=1,this.timer=setTimeout(()=>void this.subscribe(),e*1e3)}}drop(){let e=this.unsubscribe;this.unsubscribe=void 0,e&&Promise.resolve(e()).catch(()=>void 0)}};async function rt(e,t){let n,r;try{return await new Promise((i,a)=>{n=setTimeout(()=>a(new T({code:`timeout`,message:``})),tt*1e3),r=e.connection.subscribeMessage(i,t,{resubscribe:!1}),r.catch(e=>a(new T(C(e))))})}finally{clearTimeout(n),r?.then(e=>e()).catch(()=>void 0)}}function it(e,t){return w(e,{type:`smart_campus/dashboard/energy`,site:t})}function E(e,t){customElements.get(e)||customElements.define(e,t)}var at={en:{dashboard:{title:`Campus`,name:`Smart Campus`,description:`Everything of a campus: what needs attention, buildings and rooms, recordings, network, energy, gates and equipment. Made by itself, and always up to date.`},error:{title:`This cannot be shown`,try_again:`Try again`,unauthorized:`You are not allowed to do this. Ask an administrator for the permission.`,not_found:`This is not there any more. Go back and open it anew.`,unknown_command:`The server does not know this yet. Restart Home Assistant if Smart Campus was just updated.`,connection_lost:`The connection to Home Assistant is interrupted. It is tried again by itself.`,timeout:`The server did not answer in time. Try again in a moment.`,unknown:`The server could not answer: {message}`,config:`The card is not set up right: {message}`,too_large:`The file is too large. Choose a smaller one.`,waiting:`{sites} is not running. It may still be starting: try again in a moment. If that does not help, its page in the settings says why.`,settings:`Open the settings`},view:{attention:`Attention`,buildings:`Buildings`,recordings:`Recordings`,network:`Network`,energy:`Energy`,gates:`Gates`,equipment:`Equipment`},kind:{projector:`Projector`,recorder:`Recorder`,lighting:`Lights`,environment:`Environment`,meter:`Energy and water`,gate:`Doors`,switch:`Network switch`,probe:`Network paths`},attention:{alerts:`Open alerts`,offline:`Offline devices`,recordings:`Recordings in trouble`,not_ready:`Rooms not ready`},buildings:{no_floor:`Rooms without a floor`},room:{today:`Today`,cameras:`Cameras`,events:`Recent events`,all_lights:`All lights`},recordings:{today:`Recordings of today`},network:{switches:`Switches`,paths:`Paths`,inspection:`Inspection`,events:`Recent events`,ports:`Ports`,values:`Values`},energy:{by_day:`Energy by day`,after_hours:`Use after hours`,room:`Room`,today:`Today`,week:`7 days`,no_after_hours:`No room used energy after hours in the last 7 days.`,loading:`Asking the meters…`,others:`Other meters`,power:`Power today`},gates:{access:`Recent access`,windows:`Leave and visit windows`},equipment:{ledger:`Equipment ledger`,work_orders:`Work orders`,indicators:`Indicators`,import:`Import`},empty:{ask_admin:`An administrator can add this in the settings.`,site:{title:`No site yet`,text:`Add a site of Smart Campus: a building or a small campus. Its rooms and devices appear here by themselves.`,action:`Add a site`},rooms:{title:`No rooms yet`,text:`Add rooms to the site, or import the equipment ledger, which creates rooms and floors.`,action:`Add rooms`},recorders:{title:`No recorders yet`,text:`Add the recorders of your smart classrooms to the site; lessons are then recorded by timetable and listed here.`,action:`Add a recorder`},network:{title:`No network devices yet`,text:`Add switches or groups of network paths to the site; ports, faults and inspections are then shown here.`,action:`Add a switch`},energy:{title:`No meters yet`,text:`Add energy, water or heat meters to the site; their use by floor and room is then shown here.`,action:`Add a meter`},gates:{title:`No doors yet`,text:`Add door controllers or barrier gates to the site; they are then operated and followed here.`,action:`Add a door controller`}},loading:`Loading …`,dialog:{close:`Close`,cancel:`Cancel`},pager:{name:`Pages`,previous:`Previous page`,next:`Next page`,range:`{first}–{last} of {total}`},duration:{days:`{days} d {hours} h`,hours:`{hours} h {minutes} min`,minutes:`{minutes} min`,seconds:`{seconds} s`},port_map:{title:`Ports`,ports:`Ports`,member:`Switch {number} of the stack`,as_table:`As a table`,empty:`The switch has not told of any port yet.`,silent:`The switch does not answer. This is how it was {when}.`,in_trouble:{one:`{count} port in trouble`,other:`{count} ports in trouble`},details:`The chosen port`,choose:`Choose a port to see what hangs on it.`,keys:`Arrow keys go from port to port, Enter chooses one.`,port:`Port`,link:`Link`,alias:`Label`,connected:`Connected`,room:`Room`,neighbour:`Neighbour`,speed:`Speed`,full:`full duplex`,half:`half duplex`,traffic:`Traffic`,in_out:`{in} in, {out} out`,utilisation:`In use`,errors:`Errors`,errors_rate:`{total}, {rate} a minute now`,power:`Power (PoE)`,vlan:`VLAN`,changed:`Last change of the link`,ago:`{duration} ago`,since:`In trouble since`,uplink:`Uplink`,state:{up:`Link`,down:`No link`,off:`Switched off`,unknown:`Unknown`},fault:{flapping:`Flapping`,errors:`Errors`,discards:`Discards`,speed_dropped:`Slower than it should be`,half_duplex:`Half duplex`,high_utilisation:`Very busy`},poe:{disabled:`off`,searching:`no device to power`,delivering:`delivering`,fault:`power fault`,test:`test`},legend:{title:`What the marks mean`,up:`link, 1 Gbit/s`,fast:`link, faster`,slow:`link, 100 Mbit/s or less`,down:`no link`,off:`switched off`,uplink:`uplink to another switch`,poe:`powers a device (PoE)`,trouble:`in trouble`,flapping:`flapping: the link comes and goes`},restart:{button:`Restart power (PoE)`,running:`Restarting the power …`,title:`Restart the power of {port}?`,question:`The power of this port is taken away for {seconds} seconds. Whatever it feeds starts anew.`,affected:`Connected: {names}`,not_allowed:`Ports of this switch must not be switched. This can be allowed in the settings of the switch.`}},alerts:{title:`Alerts`,loading:`Loading alerts…`,open:{one:`{count} open alert`,other:`{count} open alerts`},unanswered:{one:`, {count} that nobody has acknowledged`,other:`, {count} that nobody has acknowledged`},all_well:`All is well.`,all_well_more:`No alert is open. New ones appear here by themselves.`,severity:{safety:`Safety`,urgent:`Urgent`,warning:`Warning`,notice:`Notice`},nobody:`Nobody has acknowledged this yet`,acknowledged_by:`Acknowledged by {name}, {ago}`,acknowledged_by_automation:`Acknowledged by an automation, {ago}`,snoozed_until:`Snoozed until {at}`,escalated_to:`Escalated to {names}`,actions:`What to do about: {title}`,acknowledge:`Acknowledge`,acknowledging:`Acknowledging…`,snooze:`Snooze`,resolve:`Resolve`,resolving:`Resolving…`,add_note:`Add note`,cancel:`Cancel`,snooze_for:`Come back in`,minutes:{one:`{count} minute`,other:`{count} minutes`},hours:{one:`{count} hour`,other:`{count} hours`},days:{one:`{count} day`,other:`{count} days`},note:`Note`,note_on_resolving:`What was done (may stay empty)`,save_note:`Save note`,saving:`Saving…`,notes:{one:`{count} note`,other:`{count} notes`},evidence:`What was measured`,children:{one:`{count} more thing out of order because of this`,other:`{count} more things out of order because of this`},more_children:{one:`and {count} more`,other:`and {count} more`},show_more:{one:`Show {count} more`,other:`Show more ({count})`},said_raised:`New alert. {severity}: {title}`,said_resolved:`Alert resolved: {title}`},rooms:{title:`Rooms`,find:`Find a room, a course or a teacher`,states:`Show only rooms in these states`,shown:{one:`{count} of {total} rooms shown`,other:`{count} of {total} rooms shown`},loading:`Loading rooms…`,none:`There are no rooms yet. Add them to the site: Settings, Devices & services, Smart Campus.`,no_match:`No room matches.`,show_all:`Show all rooms`,until:`until {at}`,alerts:{one:`{count} alert`,other:`{count} alerts`},offline:{one:`{count} offline`,other:`{count} offline`},state:{trouble:`Trouble`,attention:`Needs attention`,lesson:`Lesson`,in_use:`In use`,free:`Free`,unknown:`Unknown`},recording:{recording:`Recording`,trouble:`Recording in trouble`,planned:`Will be recorded`}},role:{readiness:`Ready`,occupancy:`Occupied`,temperature:`Temperature`,humidity:`Humidity`,carbon_dioxide:`CO₂`,illuminance:`Light`,power:`Power`},ledger:{state:{planned:`Planned`,armed:`Ready`,recording:`Recording`,paused:`Paused`,failed:`Failed`,stopped:`Recorded`,stored:`Stored`,queued:`Queued`,uploaded:`Uploaded`,confirmed:`Confirmed`,erased:`Erased`,skipped:`Skipped`},group:{planned:`Planned`,running:`Recording`,failed:`Failed`,waiting:`Waiting for the archive`,confirmed:`Confirmed`,skipped:`Skipped`},missed:{armed:`not ready before the lesson`,started:`did not start`,signal_good:`no good signal`,stopped:`did not stop`,stored:`no files`,queued:`not handed to the archive`,uploaded:`not uploaded`,confirmed:`not confirmed`,trouble:`trouble`,skipped:`skipped`},cause:{cancelled:`the lesson was cancelled`,moved:`the lesson is in another room`,not_recorded:`the room is not recorded`,recorder_removed:`the recorder was removed`,duplicate:`recorded as another lesson of the same time`,overlap:`another lesson covers its time`,empty_room:`the room was empty`,person:`a person decided so`,unreachable:`unreachable`,credentials:`the password is refused`,refused:`refused`,busy:`busy`,not_in_operation:`the recorder is not in operation`,source:`no picture source`,disk:`too little disk space`,sound:`no sound`,clock:`the clock is wrong`,not_recording:`the recorder stopped by itself`,not_advancing:`the recording does not advance`,sound_silent:`the microphone is silent`,sound_clipped:`the sound is too loud`,sound_absent:`there is no sound`,picture_black:`the picture is black`,picture_frozen:`the picture is frozen`,picture_absent:`there is no picture`,no_files:`the recorder holds no file`,away:`Home Assistant was not running`,overdue:`the archive has not confirmed it for half a day`,store:`no disk takes it`,stalled:`the connection stalled`,server_error:`the archive reports an error`,bad_answer:`the archive's answer is damaged`,redirected:`the archive sends elsewhere`,no_space:`the archive is full`,not_writable:`the archive's folder cannot be written`,too_large:`too large for the archive`,not_identical:`the archive holds something else`,unproven:`the archive has not proved it yet`,no_archive:`the site has no archive`,no_recorder:`the recorder with the file is not in operation`,not_fetched:`the recorder did not give the file whole`,file_gone:`the file is gone`,no_local_space:`no room on this machine`,certificate:`the archive's certificate is not trusted`,not_found:`the archive's address leads nowhere`,declined:`the archive declined it`,unknown:`unknown`,timetable:`by timetable`,manual:`by hand`,restored:`to be recorded after all`,changed:`the timetable was changed`,end:`the lesson was over`,retry:`tried again`,restart:`Home Assistant was started again`,own_schedule:`by the recorder's own schedule`,next_lesson:`the next lesson began`,another:`the recorder records something else`},title:`Lecture recordings`,day:`Day`,previous_day:`Previous day`,next_day:`Next day`,today:`Today`,filter:`Show only`,search:`Search course, teacher, class, room`,print:`Sheet to print`,share:`{share} % of the lessons that are over are confirmed by the archive`,without:`To be recorded, but without a recorder: {rooms}`,empty:`No lesson is to be recorded on this day.`,none_found:`No lesson fits. Choose another state or search for less.`,course:`Course`,time:`Time`,room:`Room`,people:`Teacher and class`,state_label:`State`,trouble:`What happened`,length:`Recorded`,size:`Size`,untitled:`Without a title`,because:`{what}: {why}`,steps:`From plan to archive`,play:`Play {name}`,by:`by {name}`,step:{planned:`Planned`,scheduled:`Held in the recorder's schedule`,armed:`Recorder checked and ready`,started:`Recording began`,seen:`Still recording`,signal_good:`Picture and sound are good`,paused:`Paused`,resumed:`Resumed`,extended:`Extended`,stopped:`Recording ended`,stored:`Files are whole`,queued:`On its way to the archive`,uploaded:`Uploaded`,confirmed:`Confirmed by the archive`,erased:`Erased`,skipped:`Not to be recorded`,failed:`Nothing was recorded`,missed:`Missed`,told:`People were told`,trouble:`Trouble`,recovered:`Trouble is over`}},list_comma:`, `,list_separator:`; `,inspection:{title:`Network inspection`,run:`Inspect now`,running:`Inspecting …`,none:`The network was not inspected yet. Press “Inspect now”.`,unavailable:`The reports cannot be read now: the database is not available. It is tried again with the next inspection.`,checked:{one:`{count} thing checked`,other:`{count} things checked`},critical:{one:`{count} critical`,other:`{count} critical`},warning:{one:`{count} warning`,other:`{count} warnings`},not_checked:{one:`{count} not checked`,other:`{count} not checked`},nothing_found:`Nothing to be looked after`,findings:`What was found`,more:{one:`{count} more`,other:`{count} more`},level:{critical:`critical`,warning:`warning`},affects:{one:`With it out of order: {names}`,other:`With it out of order ({count}): {names}`},open:`Open the report`,sign:`Sign off`,unsigned:`Nobody has signed this report yet.`,signed:`Signed off by {name}, {when}`,sign_title:`Sign off the inspection`,sign_text:`You confirm under your name that you have seen the report of {when}. This cannot be taken back.`,remark:`Remark (optional)`},access:{title:`Recent access`,refused:`Recent access at the doors is shown to administrators only.`,search:`Search door, person, card`,outcome_label:`Show`,all:`Everything`,empty:`Nothing has happened at the doors yet.`,none_found:`Nothing fits. Search for less, or show everything.`,time:`Time`,door:`Door`,what:`What happened`,direction_label:`Direction`,who:`Who`,direction:{in:`In`,out:`Out`},outcome:{granted:`Granted`,denied:`Denied`,done:`Done`,failed:`Failed`,noted:`Noted`},command:{open:`Open for a moment`,unlock:`Unlock for everybody`,lock:`Lock`,close:`Lower the barrier`,set_mode:`Set mode:`,release_doors:`Release in an alarm`,grant_access:`Grant access for a time`,revoke_access:`Withdraw access`,set_clock:`Set the clock`},mode:{controlled:`controlled`,normally_open:`always open`,normally_closed:`closed for everybody`},event:{button:`Exit button`,remote_opened:`Opened remotely`,door_opened:`Door opened`,door_closed:`Door closed`,door_forced:`Door forced open`,door_held_open:`Door held open`,tamper:`Tamper`,fire:`Fire input`,alarm:`Alarm`,restarted:`Controller restarted`,other:`Other`,log_started:`Recording started`,log_gap:`Events lost`,log_reset:`Controller counts anew`},reason:{decided_elsewhere:`decided elsewhere`,no_right:`no right for this door`,wrong_password:`wrong password`,anti_passback:`no way out before the way in`,more_cards:`more cards are needed`,first_card:`the first card is missing`,door_closed_for_all:`the door is closed for everybody`,interlock:`another door is open`,outside_window:`outside the allowed time`,invalid_plan:`invalid time plan`,unknown_card:`card unknown or without right`,offline:`controller offline`,supervisor_password:`supervisor password`,power_on:`power came back`,reset:`reset`,threat:`threat`,forced_close:`forced closing`,theft:`theft`,around_the_clock:`around-the-clock input`,emergency:`emergency`,usb_reader:`USB reader`,other:`other reason`,unknown:`no answer, whether it was done is not known`,requested:`Requested`,not_logged:`not done, the access log took nothing`},check:`Check the log`,checking:`Checking …`,intact:`Intact: {rows} rows, none changed or missing`,rows_removed:`{count} rows were removed by rule`,faults:`{count} faults in {rows} rows`,fault:`Row {row}: {what}`,fault_kind:{changed:`not what was written`,missing:`rows before it are gone`,forged_checkpoint:`a removal that no rule made`,truncated:`the end of the log is gone, or an older copy is in its place`}},windows:{title:`Leave and visit windows`,new:`New window`,about:`The window is written to the controllers. It opens and ends there by itself, also while Home Assistant is stopped.`,card:`Card number`,pseudonym:`Card`,doors:`Doors`,from:`From`,to:`To`,state_label:`State`,state:{coming:`Coming`,open:`Open`,over:`Over`,ending:`Controller silent, is withdrawn later`},none:`Nobody has a window now.`,grant:`Grant`,granting:`Writing to the controllers …`,no_door:`Choose at least one door.`,revoke:`Withdraw`,revoke_title:`Withdraw the window?`,revoke_text:`Card {card} will not open these doors any more: {doors}.`,more_doors:`{names} and {count} more`},asset:{field:{asset_number:`Asset number`,name:`Name`,kind:`Kind`,profile:`Device profile`,manufacturer:`Manufacturer`,model:`Model`,serial:`Serial number`,firmware:`Firmware`,area_id:`Room`,purchased_on:`Purchase date`,warranty_until:`Warranty until`,keeper:`Keeper`,state:`State`,next_inspection_on:`Next inspection`,note:`Note`,device_subentry_id:`Device`,site:`Site`},title:`Equipment`,do:`What to do with the ledger`,new:`New`,print:`Print`,export:`Export {format}`,template:`Template`,all:`All`,search:`Search number, name, model, serial number, keeper`,due_label:`Due`,due:{inspection:`Inspection due`,warranty:`Warranty ending`},empty:`The ledger is empty. Devices of Smart Campus appear by themselves; everything else is imported from a table or added by hand.`,none_found:`Nothing fits. Search for less or choose other filters.`,place:`Place`,site:`Site`,no_kind:`Without network`,told_by_device:`{field} as the device says`,device_says:`The device says: {value}`,history:`History`,no_history:`Nothing has been changed yet.`,edit:`Change`,save:`Save`,change_note:`Note on this change`,needs_number:`Give it an asset number to have it lent or retired.`,wish:{lent:`Ask to lend it`,retired:`Ask to retire it`,in_use:`Ask to take it back`},wish_text:`Somebody else has to agree before anything changes.`,reason:`Reason`,until:`Until`,ask:`Ask`,asked:`Asked. It changes once somebody else agrees.`,state:{in_use:`In use`,lent:`Lent`,in_repair:`In repair`,retired:`Retired`},source:{person:`a person`,import:`import`,device:`the device itself`,approval:`an approval`,automation:`an automation`}},approval:{title:{one:`{count} request waits for a decision`,other:`{count} requests wait for a decision`},wish:`{name}: {state}`,until:`until {day}`,own:`You asked for this; somebody else decides.`,approve:`Agree`,refuse:`Refuse`,note:`Note (optional)`},day:{today:`Today, {day}`,back_to_today:`Today`,previous:`Previous day`,next:`Next day`,loading:`Loading the timetable…`,empty:`No lessons on this day.`,lessons:`Lessons`,free_until:`free until {at}`,untitled:`Lesson`,cancelled:`Cancelled`,recording_in_trouble:`Recording in trouble`},work_order:{title:`Work orders`,new:`New work order`,show:`Show`,open:`To be done`,none_open:`Nothing is to be put right.`,none:`No work order stands so.`,what:`What is wrong`,state_label:`State`,room:`Room`,assignee:`Assigned to`,raised_at:`Raised`,due:`Due`,state:{open:`Open`,assigned:`Assigned`,done:`Done`,cancelled:`Cancelled`},priority:{low:`Low`,normal:`Normal`,high:`High`,urgent:`Urgent`},priority_label:`Priority`,overdue:`Overdue`,raised:{person:`Raised by {name}, {when}`,alert:`Raised by an alert, {when}`,inspection:`Raised by an inspection, {when}`},photo:`Photo {number}`,add_photo:`Add photos`,photos:{one:`{count} photo chosen`,other:`{count} photos chosen`},notes:`Notes`,note:`Note`,description:`More about it`,raise:`Raise`,done_by:`Done by {name}, {when}.`,cancelled_by:`Cancelled by {name}, {when}.`,do:{finish:`Done`,assign:`Assign`,note:`Add a note`,cancel:`Cancel the order`}},indicator:{title:`Indicators`,none:`There are no figures yet.`,unknown:`not known`,of:`{part} of {whole}`,goal:`Goal {goal}`,met:`reached`,missed:`not reached`,about:`What this is`,source:`Source: {source}`},import:{title:`Import equipment`,text:`A table with one row for each piece of equipment, found again by its asset number. It is only looked at first; nothing changes before you say so.`,template:`Template {format}`,choose:`Table (CSV or XLSX)`,orphans:`What is not in the table`,keep:`stays as it is`,retire:`is retired`,checking:`Looking at {name} …`,new:{one:`{count} new`,other:`{count} new`},changed:{one:`{count} changed`,other:`{count} changed`},unchanged:{one:`{count} unchanged`,other:`{count} unchanged`},orphaned:{one:`{count} not in the table`,other:`{count} not in the table`},errors:{one:`{count} error`,other:`{count} errors`},forecast:`What it adds`,cost:`{entities} entities, {requests} requests a second.`,too_many:`More than the {limit} entities that Home Assistant takes for one site. Use several sites.`,errors_title:`What is wrong in the table`,row:`Row`,row_number:`Row {row}`,file:`Whole file`,column:`Column`,what:`What is wrong`,changes_title:`What changes`,change:`Change`,before:`before:`,is_new:`New`,unnumbered:`without number`,not_in_file:`not in the table`,apply:{one:`Import {count} row`,other:`Import {count} rows`},apply_rest:{one:`Import {count} row without error`,other:`Import {count} rows without error`},nothing:`Nothing would change.`,phase:{writing:`Writing the ledger`,starting:`Starting the new devices`},progress:`{done} of {total}`,may_leave:`This page may be closed; the import goes on.`,interrupted:`Home Assistant is interrupted, perhaps started again. The import goes on by itself once it is back.`,resumed:`Home Assistant was started again in the middle. The import was resumed and finished.`,failed:`The import ended early; the log says why. What was done stays. Import the same table again to finish it.`,done:`The import is finished`,not_done:{one:`{count} row not done`,other:`{count} rows not done`},another:`Import another table`,made:{new:{one:`{count} new`,other:`{count} new`},changed:{one:`{count} changed`,other:`{count} changed`},retired:{one:`{count} retired`,other:`{count} retired`},devices:{one:`{count} device`,other:`{count} devices`},rooms:{one:`{count} room`,other:`{count} rooms`},floors:{one:`{count} floor`,other:`{count} floors`}}},lists:{caused_by:`(because of {name})`,never_reached:`never reached since it was added`,lesson_runs:`The lesson began at {at}: {course}`,lesson_begins:`The lesson begins at {at}: {course}`,offline:{name:`Devices that are offline`,total:{one:`{count} device is offline`,other:`{count} devices are offline`},well:`Every device answers.`},recordings:{name:`Recordings in trouble`,total:{one:`{count} recording is in trouble`,other:`{count} recordings are in trouble`},well:`No recording of today is in trouble.`},not_ready:{name:`Rooms that are not ready`,total:{one:`{count} room is not ready for its lesson`,other:`{count} rooms are not ready for their lessons`},well:`Every room is ready for its next lesson.`}},class:{title:`Start and end of a class`,start_class:`Start class`,end_class:`End class`,running:{start_class:`Starting…`,end_class:`Ending…`},finished:{start_class:`Class started`,end_class:`Class ended`},wait:`One moment, the devices of the room are being told.`,comma:`, `,good:{one:`{count} step is well`,other:`{count} steps are well`},bad:{one:`{count} failed`,other:`{count} failed`},pending:{one:`{count} not seen yet`,other:`{count} not seen yet`},results:`What became of each device`,dismiss:`Hide`,not_permitted:`You may not control this room. Ask an administrator for the permission.`,no_area:`This room has no area. Give it one in its settings.`,lesson_runs:`{course} runs until {at}. End the class all the same?`,stop_recording:`Stop its recording as well`,end_anyway:`End class now`,step:{projector_on:`turn on`,projector_off:`turn off`,source:`choose source`,lights_on:`lights on`,lights_off:`lights off`,start_recording:`start recording`,stop_recording:`stop recording`,switch_off:`turn off`}}},"zh-Hans":{dashboard:{title:`校园`,name:`智慧校园`,description:`校园的一切：待处理事项、楼宇与房间、录播、网络、能耗、门禁与设备台账。自动生成，始终是最新的。`},error:{title:`无法显示`,try_again:`重试`,unauthorized:`没有此项权限，请向管理员申请。`,not_found:`此内容已不存在，请返回后重新打开。`,unknown_command:`服务器还不认识此请求。如果刚更新了智慧校园，请重启 Home Assistant。`,connection_lost:`与 Home Assistant 的连接中断，正在自动重连。`,timeout:`服务器没有及时应答，请稍后重试。`,unknown:`服务器无法应答：{message}`,config:`卡片配置有误：{message}`,too_large:`文件过大，请选择较小的文件。`,waiting:`{sites} 未在运行，可能仍在启动，请稍后重试。如仍无效，请在其设置页面查看原因。`,settings:`打开设置`},view:{attention:`待处理`,buildings:`楼宇`,recordings:`录播`,network:`网络`,energy:`能耗`,gates:`门禁`,equipment:`设备台账`},kind:{projector:`投影机`,recorder:`录播主机`,lighting:`照明`,environment:`环境`,meter:`水电计量`,gate:`门`,switch:`网络交换机`,probe:`链路`},attention:{alerts:`未恢复的告警`,offline:`无法连接的设备`,recordings:`异常的录播`,not_ready:`未就绪的房间`},buildings:{no_floor:`未设楼层的房间`},room:{today:`今天`,cameras:`摄像机`,events:`最近动态`,all_lights:`全部照明`},recordings:{today:`今天的录播`},network:{switches:`交换机`,paths:`链路`,inspection:`网络巡检`,events:`最近动态`,ports:`端口`,values:`数据`},energy:{by_day:`每日用电`,after_hours:`下班后用电`,room:`房间`,today:`今天`,week:`7 天`,no_after_hours:`最近 7 天没有房间在下班后用电。`,loading:`正在读取…`,others:`其他表计`,power:`今日功率`},gates:{access:`最近出入`,windows:`请假与访客时段`},equipment:{ledger:`设备台账`,work_orders:`报修工单`,indicators:`指标`,import:`导入`},empty:{ask_admin:`管理员可在设置中添加。`,site:{title:`还没有站点`,text:`请添加智慧校园站点（一栋楼宇或一个小校园），其房间和设备会自动显示在这里。`,action:`添加站点`},rooms:{title:`还没有房间`,text:`请为站点添加房间，或导入设备台账，导入时会创建房间和楼层。`,action:`添加房间`},recorders:{title:`还没有录播主机`,text:`请将智慧课室的录播主机添加到站点，之后会按课表自动录播并列在这里。`,action:`添加录播主机`},network:{title:`还没有网络设备`,text:`请为站点添加交换机或链路组，之后会在这里显示端口、故障和巡检。`,action:`添加交换机`},energy:{title:`还没有表计`,text:`请为站点添加电表、水表或热量表，之后会在这里按楼层和房间显示用量。`,action:`添加表计`},gates:{title:`还没有门`,text:`请为站点添加门禁控制器或道闸，之后可在这里操作和查看。`,action:`添加门禁控制器`}},loading:`正在加载…`,dialog:{close:`关闭`,cancel:`取消`},pager:{name:`分页`,previous:`上一页`,next:`下一页`,range:`第 {first}–{last} 条，共 {total} 条`},duration:{days:`{days} 天 {hours} 小时`,hours:`{hours} 小时 {minutes} 分钟`,minutes:`{minutes} 分钟`,seconds:`{seconds} 秒`},port_map:{title:`端口`,ports:`端口`,member:`堆叠成员 {number}`,as_table:`表格`,empty:`交换机尚未报告任何端口。`,silent:`交换机没有应答。以下为{when}的状态。`,in_trouble:{other:`{count} 个端口异常`},details:`所选端口`,choose:`选择一个端口，查看其连接的设备。`,keys:`用方向键在端口间移动，按回车键选择。`,port:`端口`,link:`连接`,alias:`描述`,connected:`所接设备`,room:`房间`,neighbour:`邻居`,speed:`速率`,full:`全双工`,half:`半双工`,traffic:`流量`,in_out:`入 {in}，出 {out}`,utilisation:`利用率`,errors:`误码`,errors_rate:`{total}，当前每分钟 {rate}`,power:`供电（PoE）`,vlan:`VLAN`,changed:`连接上次变化`,ago:`{duration}前`,since:`异常开始于`,uplink:`上联口`,state:{up:`已连接`,down:`未连接`,off:`已关闭`,unknown:`未知`},fault:{flapping:`端口抖动`,errors:`误码`,discards:`丢包`,speed_dropped:`速率下降`,half_duplex:`半双工`,high_utilisation:`利用率过高`},poe:{disabled:`已关闭`,searching:`无受电设备`,delivering:`供电中`,fault:`供电故障`,test:`测试中`},legend:{title:`图例`,up:`已连接，1 Gbit/s`,fast:`已连接，更高速率`,slow:`已连接，100 Mbit/s 及以下`,down:`未连接`,off:`已关闭`,uplink:`上联口`,poe:`正在供电（PoE）`,trouble:`异常`,flapping:`端口抖动：连接时断时续`},restart:{button:`重启供电（PoE）`,running:`正在重启供电…`,title:`重启 {port} 的供电？`,question:`该端口将断电 {seconds} 秒，由其供电的设备会重新启动。`,affected:`所接设备：{names}`,not_allowed:`此交换机不允许控制端口，可在交换机的设置中允许。`}},alerts:{title:`告警`,loading:`正在加载告警…`,open:{other:`{count} 条未恢复的告警`},unanswered:{other:`，{count} 条无人确认`},all_well:`一切正常。`,all_well_more:`没有未恢复的告警，新告警会自动显示在这里。`,severity:{safety:`安全`,urgent:`紧急`,warning:`警告`,notice:`提示`},nobody:`尚无人确认`,acknowledged_by:`{name} 已确认（{ago}）`,acknowledged_by_automation:`已由自动化确认（{ago}）`,snoozed_until:`已暂停至 {at}`,escalated_to:`已升级至 {names}`,actions:`处理告警：{title}`,acknowledge:`确认`,acknowledging:`正在确认…`,snooze:`稍后提醒`,resolve:`解除`,resolving:`正在解除…`,add_note:`添加备注`,cancel:`取消`,snooze_for:`多久后再次提醒`,minutes:{other:`{count} 分钟`},hours:{other:`{count} 小时`},days:{other:`{count} 天`},note:`备注`,note_on_resolving:`处理情况（可留空）`,save_note:`保存备注`,saving:`正在保存…`,notes:{other:`{count} 条备注`},evidence:`测量依据`,children:{other:`另有 {count} 项受其影响`},more_children:{other:`等，另有 {count} 项`},show_more:{other:`显示更多（{count} 条）`},said_raised:`新告警，{severity}：{title}`,said_resolved:`告警已恢复：{title}`},rooms:{title:`房间`,find:`查找房间、课程或教师`,states:`只显示这些状态的房间`,shown:{other:`显示 {count} 个房间，共 {total} 个`},loading:`正在加载房间…`,none:`还没有房间。请在“设置 > 设备与服务 > 智慧校园”中为站点添加房间。`,no_match:`没有符合条件的房间。`,show_all:`显示全部房间`,until:`至 {at}`,alerts:{other:`{count} 条告警`},offline:{other:`{count} 台无法连接`},state:{trouble:`故障`,attention:`需关注`,lesson:`上课中`,in_use:`使用中`,free:`空闲`,unknown:`未知`},recording:{recording:`录制中`,trouble:`录播异常`,planned:`计划录播`}},role:{readiness:`就绪`,occupancy:`有人`,temperature:`温度`,humidity:`湿度`,carbon_dioxide:`二氧化碳`,illuminance:`照度`,power:`功率`},ledger:{state:{planned:`计划中`,armed:`已就绪`,recording:`录制中`,paused:`已暂停`,failed:`失败`,stopped:`已录制`,stored:`已存储`,queued:`排队中`,uploaded:`已上传`,confirmed:`已确认归档`,erased:`已删除`,skipped:`不录制`},group:{planned:`计划中`,running:`录制中`,failed:`失败`,waiting:`待归档`,confirmed:`已确认归档`,skipped:`不录制`},missed:{armed:`课前检查未通过`,started:`未能开始录制`,signal_good:`信号不正常`,stopped:`未能停止`,stored:`未取得文件`,queued:`未能交付归档`,uploaded:`未能上传`,confirmed:`未能确认归档`,trouble:`异常`,skipped:`不录制`},cause:{cancelled:`课次已取消`,moved:`课次已调至其他房间`,not_recorded:`该房间不录制`,recorder_removed:`录播主机已移除`,duplicate:`同一时间的课次已录制`,overlap:`时间被其他课次占用`,empty_room:`教室无人`,person:`人工决定`,unreachable:`无法连接`,credentials:`密码被拒绝`,refused:`被拒绝`,busy:`忙`,not_in_operation:`录播主机未投入运行`,source:`没有画面信号源`,disk:`磁盘空间不足`,sound:`没有声音`,clock:`时钟不准`,not_recording:`录播主机自行停止`,not_advancing:`录制没有进展`,sound_silent:`麦克风无声`,sound_clipped:`声音削波`,sound_absent:`没有声音`,picture_black:`画面全黑`,picture_frozen:`画面冻结`,picture_absent:`没有画面`,no_files:`录播主机上没有文件`,away:`Home Assistant 未运行`,overdue:`超过半天未确认归档`,store:`磁盘无法写入`,stalled:`连接停滞`,server_error:`归档服务器出错`,bad_answer:`归档服务器应答异常`,redirected:`归档服务器要求转到其他地址`,no_space:`归档空间已满`,not_writable:`归档目录无法写入`,too_large:`文件超过归档上限`,not_identical:`归档内容与原文件不一致`,unproven:`归档尚未证实`,no_archive:`站点没有设置归档`,no_recorder:`存有文件的录播主机未投入运行`,not_fetched:`未能从录播主机完整取得文件`,file_gone:`文件已不存在`,no_local_space:`本机空间不足`,certificate:`归档服务器证书不受信任`,not_found:`归档地址不存在`,declined:`归档服务器拒收`,unknown:`未知`,timetable:`按课表`,manual:`手动录制`,restored:`恢复录制`,changed:`课表已变更`,end:`课次结束`,retry:`重试`,restart:`Home Assistant 重新启动`,own_schedule:`按录播主机自身计划`,next_lesson:`下一课次开始`,another:`录播主机正在录制其他内容`},title:`录播台账`,day:`日期`,previous_day:`前一天`,next_day:`后一天`,today:`今天`,filter:`只显示`,search:`搜索课程、教师、班级、房间`,print:`打印台账`,share:`已结束课次的确认归档率为 {share}%`,without:`设为录制但没有录播主机：{rooms}`,empty:`当天没有需要录制的课次。`,none_found:`没有符合的课次，请选择其他状态或减少搜索内容。`,course:`课程`,time:`时间`,room:`房间`,people:`教师和班级`,state_label:`状态`,trouble:`情况说明`,length:`录制时长`,size:`大小`,untitled:`无标题`,because:`{what}：{why}`,steps:`从计划到归档`,play:`播放 {name}`,by:`操作人：{name}`,step:{planned:`已计划`,scheduled:`已写入录播主机计划`,armed:`录播主机检查就绪`,started:`开始录制`,seen:`仍在录制`,signal_good:`画面和声音正常`,paused:`已暂停`,resumed:`已继续`,extended:`已延长`,stopped:`录制结束`,stored:`文件完整`,queued:`等待归档`,uploaded:`已上传`,confirmed:`已确认归档`,erased:`已删除`,skipped:`不录制`,failed:`未录到内容`,missed:`未按时完成`,told:`已通知`,trouble:`异常`,recovered:`异常已恢复`}},list_comma:`、`,list_separator:`；`,inspection:{title:`网络巡检`,run:`立即巡检`,running:`正在巡检…`,none:`尚未巡检过网络，请按“立即巡检”。`,unavailable:`数据库不可用，暂时无法读取报告；下次巡检时会再次尝试。`,checked:{other:`检查了 {count} 项`},critical:{other:`{count} 项严重`},warning:{other:`{count} 项警告`},not_checked:{other:`{count} 项未检查`},nothing_found:`没有需要处理的问题`,findings:`发现的问题`,more:{other:`还有 {count} 项`},level:{critical:`严重`,warning:`警告`},affects:{other:`受影响（{count}）：{names}`},open:`打开报告`,sign:`签字`,unsigned:`此报告尚未签字。`,signed:`{name} 已签字，{when}`,sign_title:`巡检签字`,sign_text:`签字即以本人名义确认已阅读 {when} 的报告。签字后不能撤销。`,remark:`备注（可选）`},access:{title:`最近出入`,refused:`门的最近出入记录仅管理员可以查看。`,search:`搜索门、人员、卡`,outcome_label:`显示`,all:`全部`,empty:`门尚无任何记录。`,none_found:`没有符合的记录，请减少搜索内容或显示全部。`,time:`时间`,door:`门`,what:`事件`,direction_label:`方向`,who:`人员`,direction:{in:`进`,out:`出`},outcome:{granted:`放行`,denied:`拒绝`,done:`已执行`,failed:`失败`,noted:`记录`},command:{open:`开门`,unlock:`设为常开`,lock:`上锁`,close:`落下道闸`,set_mode:`设置模式：`,release_doors:`报警时释放门`,grant_access:`临时授权`,revoke_access:`撤销授权`,set_clock:`校时`},mode:{controlled:`受控`,normally_open:`常开`,normally_closed:`对所有人关闭`},event:{button:`出门按钮`,remote_opened:`远程开门`,door_opened:`门打开`,door_closed:`门关闭`,door_forced:`强行开门`,door_held_open:`门长时间未关`,tamper:`防拆报警`,fire:`消防输入`,alarm:`报警`,restarted:`控制器重启`,other:`其他`,log_started:`开始记录`,log_gap:`事件丢失`,log_reset:`控制器重新计数`},reason:{decided_elsewhere:`由其他系统判定`,no_right:`无此门权限`,wrong_password:`密码错误`,anti_passback:`反潜回`,more_cards:`需要多张卡`,first_card:`缺少首卡`,door_closed_for_all:`门对所有人关闭`,interlock:`互锁`,outside_window:`不在允许时段`,invalid_plan:`时段无效`,unknown_card:`卡未登记或无权限`,offline:`控制器无法连接`,supervisor_password:`超级密码`,power_on:`恢复供电`,reset:`复位`,threat:`胁迫`,forced_close:`强制关门`,theft:`防盗`,around_the_clock:`全天候输入`,emergency:`紧急`,usb_reader:`USB 读卡器`,other:`其他原因`,unknown:`无应答，是否执行未知`,requested:`已请求`,not_logged:`未执行，出入记录无法写入`},check:`校验记录`,checking:`正在校验……`,intact:`完整：共 {rows} 条，无篡改、无缺失`,rows_removed:`按保留规则删除 {count} 条`,faults:`{rows} 条记录中有 {count} 处异常`,fault:`第 {row} 条：{what}`,fault_kind:{changed:`内容与写入时不同`,missing:`之前的记录缺失`,forged_checkpoint:`并非按规则删除`,truncated:`记录末尾缺失，或被旧副本替换`}},windows:{title:`请假与访客时段`,new:`新建时段`,about:`时段写入门禁控制器，由控制器自行开始和结束，Home Assistant 停止时也有效。`,card:`卡号`,pseudonym:`卡`,doors:`门`,from:`开始`,to:`结束`,state_label:`状态`,state:{coming:`未开始`,open:`有效`,over:`已结束`,ending:`控制器无应答，稍后撤销`},none:`目前没有任何时段。`,grant:`授权`,granting:`正在写入控制器……`,no_door:`请至少选择一扇门。`,revoke:`撤销`,revoke_title:`撤销此时段？`,revoke_text:`卡 {card} 将不能再打开以下门：{doors}。`,more_doors:`{names}等，另有 {count} 扇`},asset:{field:{asset_number:`资产编号`,name:`名称`,kind:`类别`,profile:`设备模型`,manufacturer:`厂商`,model:`型号`,serial:`序列号`,firmware:`固件版本`,area_id:`房间`,purchased_on:`购置日期`,warranty_until:`保修到期`,keeper:`保管人`,state:`状态`,next_inspection_on:`下次检查`,note:`备注`,device_subentry_id:`设备`,site:`站点`},title:`设备台账`,do:`台账操作`,new:`新增`,print:`打印`,export:`导出 {format}`,template:`模板`,all:`全部`,search:`搜索编号、名称、型号、序列号、保管人`,due_label:`到期`,due:{inspection:`待检查`,warranty:`保修即将到期`},empty:`台账为空。智慧校园的设备会自动出现，其他设备可从表格导入或手动新增。`,none_found:`没有符合的设备，请减少搜索内容或选择其他条件。`,place:`位置`,site:`站点`,no_kind:`不联网`,told_by_device:`{field}（设备上报）`,device_says:`设备上报：{value}`,history:`变更记录`,no_history:`尚无变更。`,edit:`修改`,save:`保存`,change_note:`变更说明`,needs_number:`填写资产编号后方可申请借出或报废。`,wish:{lent:`申请借出`,retired:`申请报废`,in_use:`申请归还`},wish_text:`须经他人同意后才会变更。`,reason:`理由`,until:`借至`,ask:`提交申请`,asked:`已提交，他人同意后生效。`,state:{in_use:`在用`,lent:`借出`,in_repair:`维修`,retired:`报废`},source:{person:`人员`,import:`导入`,device:`设备自身`,approval:`审批`,automation:`自动化`}},approval:{title:{other:`{count} 项申请待审批`},wish:`{name}：{state}`,until:`至 {day}`,own:`这是本人的申请，须由他人审批。`,approve:`同意`,refuse:`拒绝`,note:`备注（可选）`},day:{today:`今天，{day}`,back_to_today:`今天`,previous:`前一天`,next:`后一天`,loading:`正在加载课表…`,empty:`当天没有课次。`,lessons:`课次`,free_until:`空闲至 {at}`,untitled:`课次`,cancelled:`已取消`,recording_in_trouble:`录制异常`},work_order:{title:`报修工单`,new:`新建工单`,show:`显示`,open:`待处理`,none_open:`没有待处理的报修。`,none:`没有此状态的工单。`,what:`问题`,state_label:`状态`,room:`房间`,assignee:`处理人`,raised_at:`报修时间`,due:`期限`,state:{open:`待处理`,assigned:`已派工`,done:`已完成`,cancelled:`已取消`},priority:{low:`低`,normal:`普通`,high:`高`,urgent:`紧急`},priority_label:`优先级`,overdue:`已逾期`,raised:{person:`{name} 报修，{when}`,alert:`由告警产生，{when}`,inspection:`由巡检产生，{when}`},photo:`照片 {number}`,add_photo:`添加照片`,photos:{other:`已选 {count} 张照片`},notes:`备注`,note:`备注`,description:`详细说明`,raise:`提交`,done_by:`{name} 已完成，{when}。`,cancelled_by:`{name} 已取消，{when}。`,do:{finish:`完成`,assign:`分派`,note:`添加备注`,cancel:`取消工单`}},indicator:{title:`指标`,none:`尚无数据。`,unknown:`未知`,of:`{part} / {whole}`,goal:`目标 {goal}`,met:`已达到`,missed:`未达到`,about:`说明`,source:`数据来源：{source}`},import:{title:`导入设备`,text:`表格中每行一台设备，以资产编号对应。先检查，确认之前不作任何更改。`,template:`模板 {format}`,choose:`表格（CSV 或 XLSX）`,orphans:`表格中没有的设备`,keep:`保持不变`,retire:`报废`,checking:`正在检查 {name}…`,new:{other:`新增 {count}`},changed:{other:`变更 {count}`},unchanged:{other:`不变 {count}`},orphaned:{other:`表格中没有 {count}`},errors:{other:`错误 {count}`},forecast:`将增加`,cost:`{entities} 个实体，每秒 {requests} 次请求。`,too_many:`超过 Home Assistant 每个站点 {limit} 个实体的上限，请分成多个站点。`,errors_title:`表格中的错误`,row:`行`,row_number:`第 {row} 行`,file:`整个文件`,column:`列`,what:`问题`,changes_title:`变更内容`,change:`变更`,before:`原值：`,is_new:`新增`,unnumbered:`无编号`,not_in_file:`表格中没有`,apply:{other:`导入 {count} 行`},apply_rest:{other:`导入无错误的 {count} 行`},nothing:`没有需要变更的内容。`,phase:{writing:`正在写入台账`,starting:`正在启动新设备`},progress:`{done} / {total}`,may_leave:`可以关闭此页面，导入会继续进行。`,interrupted:`Home Assistant 连接中断，可能正在重新启动。恢复后导入会自动继续。`,resumed:`导入过程中 Home Assistant 曾重新启动，导入已继续并完成。`,failed:`导入提前结束，原因见日志。已完成的部分保留，再次导入同一表格即可完成。`,done:`导入完成`,not_done:{other:`{count} 行未完成`},another:`导入其他表格`,made:{new:{other:`新增 {count}`},changed:{other:`变更 {count}`},retired:{other:`报废 {count}`},devices:{other:`设备 {count}`},rooms:{other:`房间 {count}`},floors:{other:`楼层 {count}`}}},lists:{caused_by:`（由 {name} 引起）`,never_reached:`添加后从未连上`,lesson_runs:`{at} 已开始上课：{course}`,lesson_begins:`{at} 开始上课：{course}`,offline:{name:`无法连接的设备`,total:{other:`{count} 台设备无法连接`},well:`所有设备均可连接。`},recordings:{name:`异常的录播`,total:{other:`{count} 个课次的录播异常`},well:`今天没有异常的录播。`},not_ready:{name:`未就绪的房间`,total:{other:`{count} 个房间未就绪`},well:`所有房间均已为下一课次就绪。`}},class:{title:`上课与下课`,start_class:`开始上课`,end_class:`下课`,running:{start_class:`正在准备…`,end_class:`正在关闭…`},finished:{start_class:`已开始上课`,end_class:`已下课`},wait:`请稍候，正在向房间内的设备发出指令。`,comma:`，`,good:{other:`{count} 项正常`},bad:{other:`{count} 项失败`},pending:{other:`{count} 项尚未确认`},results:`各设备的结果`,dismiss:`隐藏`,not_permitted:`没有控制此房间的权限，请向管理员申请。`,no_area:`此房间尚未对应 Home Assistant 的房间，请在其设置中指定。`,lesson_runs:`{course} 上到 {at}，仍要下课吗？`,stop_recording:`同时停止录制`,end_anyway:`立即下课`,step:{projector_on:`打开`,projector_off:`关闭`,source:`选择信号源`,lights_on:`开灯`,lights_off:`关灯`,start_recording:`开始录制`,stop_recording:`停止录制`,switch_off:`关闭`}}}};function D(e){return e?.language.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`}function O(e,t,n={}){let r=D(e),i=at[r];for(let e of t.split(`.`))i=typeof i==`object`?i[e]:void 0;if(typeof i==`object`){let e=i;i=(new Intl.PluralRules(r).select(Number(n.count??0))===`one`?e.one:void 0)??e.other}return typeof i==`string`?i.replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e)):t}function k(e,t){return ut(e,t,{hour:`numeric`,minute:`2-digit`})}function A(e,t){return ut(e,t,{...ft(t),month:`short`,day:`numeric`,hour:`numeric`,minute:`2-digit`})}function ot(e,t){let n=/^\d{4}-\d{2}-\d{2}$/.test(t);return ut(e,t,{...ft(t),month:`short`,day:`numeric`,weekday:`short`,...n&&{timeZone:`UTC`}})}function st(e,t,n=Date.now()){let r=(Date.parse(t)-n)/1e3;if(Number.isNaN(r))return``;let i=new Intl.RelativeTimeFormat(dt(e),{numeric:`auto`}),a=Math.abs(r);return a<60?i.format(Math.trunc(r),`second`):a<3600?i.format(Math.trunc(r/60),`minute`):a<86400?i.format(Math.trunc(r/3600),`hour`):i.format(Math.trunc(r/86400),`day`)}function ct(e,t){let{time_zone:n}=e.locale;return new Intl.DateTimeFormat(`sv-SE`,{dateStyle:`short`,timeStyle:`short`,...n===`server`&&{timeZone:e.config.time_zone}}).format(t).replace(` `,`T`)}function lt(e,t){return e.locale.time_zone===`server`?t:new Date(t).toISOString()}function j(e,t,n=1){return new Intl.NumberFormat(dt(e),{maximumFractionDigits:n}).format(t)}function ut(e,t,n){let r=new Date(t);if(Number.isNaN(r.getTime()))return``;let{time_format:i,time_zone:a}=e.locale,o=i===`24`?`h23`:i===`12`?`h12`:void 0;return new Intl.DateTimeFormat(dt(e),{...a===`server`&&{timeZone:e.config.time_zone},...n,...n.hour!==void 0&&o!==void 0&&{hourCycle:o},...n.hour!==void 0&&o===`h23`&&{hour:`2-digit`}}).format(r)}function dt(e){let t=e.locale.language;return D(e.locale)===`zh-Hans`?`zh-CN`:t.toLowerCase().startsWith(`en`)?t:`en`}function ft(e){return new Date(e).getFullYear()===(/* @__PURE__ */ new Date()).getFullYear()?{}:{year:`numeric`}}var pt=/* @__PURE__ */ new WeakMap,mt=class{constructor(e,t,n,r){this.connection=e,this.message=t,this.listener={onEvent:n,onError:r},this.key=JSON.stringify(t)}open(){let e=this.shared();e.listeners.add(this.listener),e.newest&&this.listener.onEvent(e.newest.event),e.hasFailed&&(e.hasFailed=!1,e.feed.close()),e.feed.open()}close(){let e=pt.get(this.connection),t=e?.get(this.key);t?.listeners.delete(this.listener)&&t.listeners.size===0&&(t.feed.close(),e?.delete(this.key))}shared(){let e=pt.get(this.connection)??/* @__PURE__ */ new Map;pt.set(this.connection,e);let t=e.get(this.key);if(t)return t;let n=/* @__PURE__ */ new Set,r={listeners:n,hasFailed:!1,feed:new nt(this.connection,this.message,e=>{r.newest={event:e},r.hasFailed=!1;for(let{onEvent:t}of[...n])t(e)},e=>{r.newest=void 0,r.hasFailed=!0;for(let{onError:t}of[...n])t(e)})};return e.set(this.key,r),r}},ht={unauthorized:`error.unauthorized`,not_found:`error.not_found`,unknown_command:`error.unknown_command`,connection_lost:`error.connection_lost`,timeout:`error.timeout`,config:`error.config`,too_large:`error.too_large`};async function gt(e,t){if(t.key!==void 0&&t.domain!==void 0){await e.loadBackendTranslation?.(`exceptions`,t.domain);let n=e.localize(`component.${t.domain}.exceptions.${t.key}.message`,t.placeholders??{});if(n!==``)return n}return _t(e,t)}function M(e,t){return gt(e,C(t))}function _t(e,t){let n=t.message||t.code;return O(e.locale,ht[t.code]??`error.unknown`,{message:n})}var N=o`
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
`;function P(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var vt=class extends b{constructor(...e){super(...e),this.retry=!1}static{this.styles=[N,o`
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
    `]}setConfig(e){this.config=e}getCardSize(){return 2}getGridOptions(){return{columns:`full`,rows:`auto`}}render(){if(!this.config)return y;let{icon:e,message:t,path:n,link:r}=this.config,i=this.retry||this.config.reload===!0,a=this.config.title??O(this.hass?.locale,`error.title`);return g`<ha-card>
      <div class="row" role="alert">
        <ha-icon .icon=${e??`mdi:alert-circle-outline`} aria-hidden="true"></ha-icon>
        <div class="grow">
          <h2>${a}</h2>
          <p>${t}</p>
          <div class="actions" ?hidden=${!i&&n===void 0}>
            ${i?g`<button type="button" @click=${this.again}>
                    ${O(this.hass?.locale,`error.try_again`)}
                  </button>`:y}
            ${n===void 0?y:g`<a href=${yt(n)}>${r??n}</a>`}
          </div>
        </div>
      </div>
    </ha-card>`}again(){this.config?.reload===!0?location.reload():this.dispatchEvent(new CustomEvent(`smart-campus-retry`,{bubbles:!0,composed:!0}))}};P([x({attribute:!1})],vt.prototype,`hass`,void 0),P([x({type:Boolean})],vt.prototype,`retry`,void 0),P([x({attribute:!1})],vt.prototype,`config`,void 0);function yt(e){return/^\/(?![/\\])/.test(e)?e:`#`}E(`smart-campus-error-card`,vt);function bt({site:e}){if(typeof e!=`string`||e===``)throw Error(`site`)}var F=class extends b{constructor(...e){super(...e),this.failureText=``,this.watched=[],this.wanted=/* @__PURE__ */ new Map}static{this.styles=[N]}setConfig(e){this.failure=void 0,this.unsubscribeAll();try{this.config=this.checkConfig(e),this.configured(this.config)}catch(e){this.config=void 0,this.fail({code:`config`,message:e instanceof Error?e.message:String(e)})}}getCardSize(){return 4}getGridOptions(){return{columns:12,rows:`auto`,min_columns:6}}checkConfig(e){return e}configured(e){}t(e,t){return O(this.hass?.locale,e,t)}subscribe(e,t,n,r=!1){this.unsubscribe(e),this.wanted.set(e,{message:t,onEvent:n,isShared:r}),this.openFeeds()}unsubscribe(e){this.wanted.get(e)?.feed?.close(),this.wanted.delete(e)}call(e){return this.hass?w(this.hass,e):Promise.reject(/* @__PURE__ */ Error(`not connected`))}async describe(e){let t=C(e);return this.hass?gt(this.hass,t):t.message}fail(e){this.failure=e,this.failureText=``,this.hass&&gt(this.hass,e).then(t=>{this.failure===e&&(this.failureText=t)})}retry(){this.failure=void 0;for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0;this.openFeeds()}connectedCallback(){super.connectedCallback(),this.openFeeds()}disconnectedCallback(){super.disconnectedCallback();for(let e of this.wanted.values())e.feed?.close(),e.feed=void 0}willUpdate(e){e.has(`hass`)&&this.openFeeds()}shouldUpdate(e){let t=e.get(`hass`);if(e.size>1||!t||!this.hass)return!0;let{hass:n}=this;return t.locale!==n.locale||t.user!==n.user||this.watched.some(e=>t.states[e]!==n.states[e])}render(){return this.failure?this.renderFailure(this.failure):this.hass&&this.config?this.renderCard(this.hass,this.config):y}renderFailure(e){return this.hass?g`<smart-campus-error-card
      .hass=${this.hass}
      .retry=${e.code!==`config`}
      .config=${{type:`custom:smart-campus-error-card`,message:this.failureText||_t(this.hass,e)}}
      @smart-campus-retry=${()=>this.retry()}
    ></smart-campus-error-card>`:y}openFeeds(){if(this.hass&&this.isConnected)for(let e of this.wanted.values())e.feed||(e.feed=new(e.isShared?mt:nt)(this.hass.connection,e.message,t=>{this.failure=void 0,e.onEvent(t)},e=>this.fail(e)),e.feed.open())}unsubscribeAll(){for(let e of[...this.wanted.keys()])this.unsubscribe(e)}};P([x({attribute:!1})],F.prototype,`hass`,void 0),P([S()],F.prototype,`config`,void 0),P([S()],F.prototype,`failure`,void 0),P([S()],F.prototype,`failureText`,void 0);var xt=3e5,St=15,Ct=class extends F{static{this.styles=[...F.styles,o`
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
    `]}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>void this.refresh(),xt),this.hasUpdated&&this.refresh()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}checkConfig(e){if(!e.site)throw Error(`site`);return e}configured(){this.refresh()}retry(){super.retry(),this.refresh()}willUpdate(e){super.willUpdate(e),e.has(`hass`)&&e.get(`hass`)===void 0&&this.refresh()}renderCard(e,t){let n=this.rooms?.slice(0,t.limit??St)??[],r=Math.max(...n.map(({after_hours_week:e})=>e),0);return g`<ha-card>
      <div class="content">
        ${n.length===0?g`<p class="secondary">${this.t(this.rooms?`energy.no_after_hours`:`energy.loading`)}</p>`:g`<table>
                <thead>
                  <tr>
                    <th scope="col">${this.t(`energy.room`)}</th>
                    <th scope="col">${this.t(`energy.today`)}</th>
                    <th scope="col">${this.t(`energy.week`)}</th>
                  </tr>
                </thead>
                <tbody>
                  ${n.map(t=>g`<tr>
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
    </ha-card>`}energy(e,t){return`${j(e,t)} kWh`}async refresh(){let{hass:e,config:t}=this;if(e&&t&&this.isConnected)try{let{groups:n}=await it(e,t.site);this.failure=void 0,this.rooms=n.flatMap(({rooms:e})=>e).filter(e=>(e.after_hours_week??0)>0).sort((e,t)=>t.after_hours_week-e.after_hours_week)}catch(e){this.fail(C(e))}}};P([S()],Ct.prototype,`rooms`,void 0),E(`smart-campus-after-hours-card`,Ct);var wt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Tt=e=>(...t)=>({_$litDirective$:e,values:t}),Et=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Dt}=Ue,Ot=e=>e,kt=()=>document.createComment(``),At=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Dt(r.insertBefore(kt(),i),r.insertBefore(kt(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Ot(e).nextSibling;Ot(r).insertBefore(e,i),e=t}}}return n},jt=(e,t,n=e)=>(e._$AI(t,n),e),Mt={},Nt=(e,t=Mt)=>e._$AH=t,Pt=e=>e._$AH,Ft=e=>{e._$AR(),e._$AA.remove()},It=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Lt=Tt(class extends Et{constructor(e){if(super(e),e.type!==wt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Pt(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=jt(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=jt(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=jt(i[d],a[m]),At(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=jt(i[f],a[p]),At(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=It(o,p,m),u=It(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=At(e,i[d]);jt(t,a[p]),c[p]=t}else c[p]=jt(n,a[p]),At(e,i[d],n),i[t]=null;p++}else Ft(i[f]),f--}else Ft(i[d]),d++;for(;p<=m;){let t=At(e,c[m+1]);jt(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Ft(e)}return this.ut=o,Nt(e,c),v}});async function Rt(e,t,n,r={}){let{response:i}=await w(e,{type:`call_service`,domain:`smart_campus`,service:t,service_data:{alert_id:n,...r},return_response:!0});return i}function zt(e){return w(e,{type:`smart_campus/dashboard/campus`})}async function Bt(e,t){try{let{sites:n}=await zt(e);return t===void 0?n:n.filter(e=>e.site===t)}catch{return[]}}async function Vt(e){let t=(await Bt(e)).flatMap(e=>e.rooms);return new Map(t.flatMap(({area_id:e,room:t})=>e?[[e,t]]:[]))}function Ht(e){return Gt(`room-${e}`)}function Ut(e){return Gt(`switch-${e}`)}function Wt(e){return`/config/devices/device/${encodeURIComponent(e)}`}function Gt(e){return`/${location.pathname.split(`/`)[1]??``}/${encodeURIComponent(e)}?historyBack=1`}var I=o`
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
`,Kt=/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;function L(e,t){let n=e.slice(0,4*t).replace(Kt,``);if(n.length<=t)return e.length>4*t?`${n.slice(0,t-1)}…`:n;let r=t-1,i=n.charCodeAt(r-1);return`${n.slice(0,i>=55296&&i<=56319?r-1:r)}…`}function qt(e,t){let n=L(e,t);return n===``?``:`\u2068${n}\u2069`}var Jt=class{constructor(e,t){this.host=e,this.everyS=t,this.now=Date.now(),e.addController(this)}hostConnected(){this.now=Date.now(),this.timer=setInterval(()=>{this.now=Date.now(),this.host.requestUpdate()},this.everyS*1e3)}hostDisconnected(){clearInterval(this.timer)}hostUpdate(){this.now=Date.now()}},Yt=[`safety`,`urgent`,`warning`,`notice`],Xt=class{constructor(){this.total=0,this.known=/* @__PURE__ */ new Map,this.strays=/* @__PURE__ */ new Set}get offset(){return this.known.size-this.strays.size}get size(){return this.known.size}get hasMore(){return this.known.size<this.total}get(e){return this.known.get(e)}begin(e){this.known.clear(),this.strays.clear(),this.extend(e)}extend(e){this.total=e.total;for(let t of e.alerts)this.known.set(t.alert_id,t),this.strays.delete(t.alert_id)}take(e){let{happening:t,alert:n}=e,r=this.known.has(n.alert_id);n.state===`resolved`?((t===`resolved`||r)&&(this.total=Math.max(0,this.total-1)),this.known.delete(n.alert_id),this.strays.delete(n.alert_id)):(r||(t===`raised`?this.total+=1:this.strays.add(n.alert_id)),this.known.set(n.alert_id,n))}sorted(){return[...this.known.values()].sort((e,t)=>Zt(e)-Zt(t)||Date.parse(t.raised_at)-Date.parse(e.raised_at)||(e.alert_id<t.alert_id?-1:1))}};function Zt(e){let t=Yt.indexOf(e.severity);return t<0?Yt.length:t}var Qt=o`
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
`,$t=50;function en(e,t,n){let{children:r,notes:i}=t,a=Object.entries(t.evidence);return g`
    ${r.length===0?y:tn(e,t,n)}
    ${i.length===0?y:g`<details>
            <summary>${O(e.locale,`alerts.notes`,{count:i.length})}</summary>
            <ul>
              ${[...i].reverse().map(t=>g`<li>
                    <bdi>${L(t.text,600)}</bdi>
                    <span class="secondary"
                      ><bdi>${L(t.by,80)}</bdi>
                      <time datetime=${t.at}>${A(e,t.at)}</time></span
                    >
                  </li>`)}
            </ul>
          </details>`}
    ${a.length===0?y:g`<details>
            <summary>${O(e.locale,`alerts.evidence`)}</summary>
            <dl>
              ${a.map(([e,t])=>g`<dt class="secondary"><bdi>${L(e,80)}</bdi></dt>
                    <dd><bdi>${L(t,300)}</bdi></dd>`)}
            </dl>
          </details>`}
  `}function tn(e,{children:t},n){let r=t.length-$t;return g`<details>
    <summary>${O(e.locale,`alerts.children`,{count:t.length})}</summary>
    <ul>
      ${t.slice(0,$t).map(t=>g`<li>
            <bdi>${L(t.title,200)}</bdi>
            <time class="secondary" datetime=${t.since}>${st(e,t.since,n)}</time>
          </li>`)}
      ${r>0?g`<li>${O(e.locale,`alerts.more_children`,{count:r})}</li>`:y}
    </ul>
  </details>`}var nn=o`
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
`,rn={safety:{icon:`mdi:alert-octagon`,tone:`bad`,word:`alerts.severity.safety`},urgent:{icon:`mdi:alert`,tone:`bad`,word:`alerts.severity.urgent`},warning:{icon:`mdi:alert-circle-outline`,tone:`warn`,word:`alerts.severity.warning`},notice:{icon:`mdi:information-outline`,tone:`info`,word:`alerts.severity.notice`}};function an(e){return rn[e]??rn.warning}var on=[15,30,60,240,1440],sn=500,cn=600,R=class extends b{constructor(...e){super(...e),this.now=Date.now(),this.showsSite=!1,this.problem=``,this.escape=e=>{e.key===`Escape`&&this.pending===void 0&&(e.stopPropagation(),this.close())},this.submit=e=>{e.preventDefault();let t=this.renderRoot.querySelector(`textarea`)?.value.trim()??``;this.form===`note`?this.act(`add_note`,`note`,{note:t}):this.act(`resolve_alert`,`resolve`,t?{note:t}:{})}}static{this.styles=[N,I,Qt,nn]}render(){let{alert:e,hass:t}=this;if(!e||!t)return y;let n=an(e.severity);return this.dataset.tone=n.tone,g`<article aria-labelledby="title">
      <div class="head">
        <span class="mark" data-tone=${n.tone}
          ><ha-icon .icon=${n.icon} aria-hidden="true"></ha-icon><span>${this.t(n.word)}</span></span
        >
        <h3 id="title" class="foreign" dir="auto">${L(e.title,cn)}</h3>
      </div>
      ${e.cause?g`<p class="foreign" dir="auto">${L(e.cause,cn)}</p>`:y}
      ${this.renderFacts(t,e)} ${en(t,e,this.now)}
      ${this.form===void 0?this.renderActions(e):this.renderForm(this.form)}
      ${this.problem?g`<p class="problem" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon><span>${this.problem}</span>
            </p>`:y}
    </article>`}renderFacts(e,t){let n=this.showsSite&&t.site?[t.site,t.room].filter(Boolean).join(` · `):t.room,r=g`<bdi>${L(n,120)}</bdi>`;return g`<div class="facts secondary">
      ${n?ln(`mdi:map-marker-outline`,this.roomPath?g`<a href=${this.roomPath}>${r}</a>`:r):y}
      ${ln(`mdi:clock-outline`,g`<time datetime=${t.raised_at} title=${A(e,t.raised_at)}
          >${st(e,t.raised_at,this.now)}</time
        >`)}
      ${this.standing(e,t).map(([e,t])=>ln(e,t))}
    </div>`}standing(e,t){let n=[];if(t.acknowledged_at){let r=st(e,t.acknowledged_at,this.now),i=qt(t.acknowledged_by??``,80),a=i?`alerts.acknowledged_by`:`alerts.acknowledged_by_automation`;n.push([`mdi:account-check`,this.t(a,{name:i,ago:r})])}else n.push([`mdi:account-alert-outline`,this.t(`alerts.nobody`)]);if(t.state===`snoozed`&&t.snoozed_until){let r=A(e,t.snoozed_until);n.push([`mdi:bell-sleep-outline`,this.t(`alerts.snoozed_until`,{at:r})])}if(t.escalated_to.length){let e=qt(t.escalated_to.join(this.t(`list_comma`)),120);n.push([`mdi:arrow-up-bold-circle-outline`,this.t(`alerts.escalated_to`,{names:e})])}return n}renderActions(e){return g`<div
      class="actions"
      role="group"
      aria-label=${this.t(`alerts.actions`,{title:qt(e.title,80)})}
    >
      ${e.acknowledged_at?y:this.button(`acknowledge`,()=>this.act(`acknowledge_alert`,`acknowledge`),`primary`,[`alerts.acknowledge`,`alerts.acknowledging`])}
      ${e.buttons.filter(({id:e})=>![`acknowledge`,`snooze`,`details`].includes(e)).map(({id:e,label:t})=>g`<button
              type="button"
              ?disabled=${this.pending!==void 0}
              aria-busy=${this.pending===`answer:${e}`}
              @click=${()=>this.act(`answer_alert`,`answer:${e}`,{button:e})}
            >
              <bdi>${L(t,60)}</bdi>
            </button>`)}
      ${this.button(`snooze`,()=>this.open(`snooze`),``,[`alerts.snooze`])}
      ${this.button(`resolve`,()=>this.open(`resolve`),``,[`alerts.resolve`])}
      ${this.button(`note`,()=>this.open(`note`),``,[`alerts.add_note`])}
    </div>`}button(e,t,n,[r,i]){let a=this.pending===e;return g`<button
      type="button"
      class=${n}
      name=${e}
      ?disabled=${this.pending!==void 0}
      aria-busy=${a}
      @click=${t}
    >
      ${this.t(a&&i?i:r)}
    </button>`}renderForm(e){let t=this.pending!==void 0,n=g`<button type="button" name="cancel" ?disabled=${t} @click=${()=>this.close()}>
      ${this.t(`alerts.cancel`)}
    </button>`;if(e===`snooze`)return g`<form @submit=${e=>e.preventDefault()} @keydown=${this.escape}>
        <fieldset>
          <legend>${this.t(`alerts.snooze_for`)}</legend>
          ${on.map(e=>g`<button
                type="button"
                ?disabled=${t}
                aria-busy=${this.pending===`snooze:${e}`}
                @click=${()=>this.act(`snooze_alert`,`snooze:${e}`,{minutes:e})}
              >
                ${this.length(e)}
              </button>`)}
          ${n}
        </fieldset>
      </form>`;let r=e===`note`;return g`<form @submit=${this.submit} @keydown=${this.escape}>
      <label for="note">${this.t(r?`alerts.note`:`alerts.note_on_resolving`)}</label>
      <textarea id="note" maxlength=${sn} ?required=${r} ?disabled=${t}></textarea>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${t} aria-busy=${t}>
          ${this.t(r?t?`alerts.saving`:`alerts.save_note`:t?`alerts.resolving`:`alerts.resolve`)}
        </button>
        ${n}
      </div>
    </form>`}length(e){return e<60?this.t(`alerts.minutes`,{count:e}):e<1440?this.t(`alerts.hours`,{count:e/60}):this.t(`alerts.days`,{count:e/1440})}async open(e){this.form=e,this.problem=``,await this.updateComplete,this.firstField?.focus()}async close(){let e=this.form;this.form=void 0,await this.updateComplete,this.renderRoot.querySelector(`button[name="${e??``}"]`)?.focus()}async act(e,t,n={}){if(this.hass&&this.alert&&this.pending===void 0){this.pending=t,this.problem=``;try{let t=await Rt(this.hass,e,this.alert.alert_id,n);this.form!==void 0&&(this.pending=void 0,await this.close());let r={action:e,alert:t};this.dispatchEvent(new CustomEvent(`smart-campus-alert-acted`,{detail:r,bubbles:!0,composed:!0}))}catch(e){this.problem=await M(this.hass,e)}finally{this.pending=void 0}}}t(e,t){return O(this.hass?.locale,e,t)}};P([x({attribute:!1})],R.prototype,`hass`,void 0),P([x({attribute:!1})],R.prototype,`alert`,void 0),P([x({attribute:!1})],R.prototype,`roomPath`,void 0),P([x({attribute:!1})],R.prototype,`now`,void 0),P([x({type:Boolean})],R.prototype,`showsSite`,void 0),P([S()],R.prototype,`form`,void 0),P([S()],R.prototype,`pending`,void 0),P([S()],R.prototype,`problem`,void 0),P([Ze(`form textarea, form button`)],R.prototype,`firstField`,void 0);function ln(e,t){return g`<span class="fact"
    ><ha-icon .icon=${e} aria-hidden="true"></ha-icon><span class="foreign">${t}</span></span
  >`}E(`smart-campus-alert-row`,R);var un=10,dn=class extends F{constructor(...e){super(...e),this.book=new Xt,this.ticking=new Jt(this,20),this.isLoaded=!1,this.shown=un,this.isFetching=!1,this.problem=``,this.said=``,this.rooms=/* @__PURE__ */ new Map}static{this.styles=[N,I,o`
      .head {
        padding: 12px 16px 10px;
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
        padding: 14px 16px;
        --mdc-icon-size: 32px;
      }
      .well ha-icon {
        color: var(--sc-good);
      }
    `]}checkConfig(e){let{limit:t=un}=e;if(!Number.isInteger(t)||t<1||t>200)throw Error(`limit: 1 … 200`);return{...e,limit:t}}configured(e){this.language=void 0,this.isLoaded=!1,this.shown=e.limit??un}willUpdate(e){if(super.willUpdate(e),!this.hass||!this.config)return;let t=D(this.hass.locale);t!==this.language&&(this.language=t,this.subscribe(`alerts`,{type:`smart_campus/alerts/subscribe`,...this.which()},e=>this.hear(e)),Vt(this.hass).then(e=>this.rooms=e))}which(){let{site:e,area_id:t,limit:n}=this.config??{};return{...e!==void 0&&{site:e},...t!==void 0&&{area_id:t},language:this.language,limit:n}}hear(e){`alerts`in e?(this.book.begin(e),this.isLoaded=!0,this.shown>this.book.size&&this.book.hasMore&&this.fetchMore()):(this.book.take(e),e.happening===`raised`?this.say(`alerts.said_raised`,e.alert):e.happening===`resolved`&&this.say(`alerts.said_resolved`,e.alert)),this.requestUpdate()}say(e,t){this.said=this.t(e,{severity:this.t(an(t.severity).word),title:qt(t.title,200)})}async showMore(){this.shown+=this.config?.limit??un,this.book.size<this.shown&&this.book.hasMore&&await this.fetchMore()}async fetchMore(){this.isFetching=!0,this.problem=``;try{let e={offset:this.book.offset,limit:200};this.book.extend(await this.call({type:`smart_campus/alerts`,...this.which(),...e}))}catch(e){this.problem=await this.describe(e)}finally{this.isFetching=!1}}acted({detail:{action:e,alert:t}}){let n=this.book.get(t.alert_id);if(n){if(t.state===`resolved`)this.focusAfter(t.alert_id),this.book.take({happening:`resolved`,alert:t}),this.say(`alerts.said_resolved`,n);else{let{state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}=t;this.book.take({happening:e,alert:{...n,state:r,acknowledged_at:i,acknowledged_by:a,snoozed_until:o,notes:s}})}this.requestUpdate()}}focusAfter(e){let t=[...this.renderRoot.querySelectorAll(`smart-campus-alert-row`)],n=t.findIndex(t=>t.alert?.alert_id===e);((t[n+1]??t[n-1])?.shadowRoot?.querySelector(`button`)??this.renderRoot.querySelector(`h2`))?.focus()}renderCard(e){let t=this.book.sorted(),n=t.filter(e=>!e.acknowledged_at).length,r=this.book.total-Math.min(this.shown,t.length);return g`<ha-card>
      <h2 class="sr-only" tabindex="-1">${this.t(`alerts.title`)}</h2>
      ${this.isLoaded&&this.book.total>0?g`<p class="head">
              ${this.t(`alerts.open`,{count:this.book.total})}${this.book.hasMore?y:this.t(`alerts.unanswered`,{count:n})}
            </p>`:y}
      ${this.isLoaded?this.renderAlerts(e,t.slice(0,this.shown)):g`<p class="content secondary">${this.t(`alerts.loading`)}</p>`}
      ${r>0&&this.isLoaded?g`<footer>
              <button type="button" ?disabled=${this.isFetching} @click=${()=>this.showMore()}>
                ${this.t(`alerts.show_more`,{count:r})}
              </button>
              ${this.problem?g`<p role="alert">${this.problem}</p>`:y}
            </footer>`:y}
      <div class="sr-only" role="status" aria-live="polite">${this.said}</div>
    </ha-card>`}renderAlerts(e,t){return this.book.total===0?g`<div class="well row">
        <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
        <div>
          <p>${this.t(`alerts.all_well`)}</p>
          <p class="secondary">${this.t(`alerts.all_well_more`)}</p>
        </div>
      </div>`:g`<ol @smart-campus-alert-acted=${e=>this.acted(e)}>
      ${Lt(t,e=>e.alert_id,t=>g`<li>
            <smart-campus-alert-row
              .hass=${e}
              .alert=${t}
              .now=${this.ticking.now}
              .showsSite=${this.config?.site===void 0}
              .roomPath=${this.pathOf(t)}
            ></smart-campus-alert-row>
          </li>`)}
    </ol>`}pathOf(e){let t=e.area_id?this.rooms.get(e.area_id):void 0;return t===void 0?void 0:Ht(t)}};P([S()],dn.prototype,`isLoaded`,void 0),P([S()],dn.prototype,`shown`,void 0),P([S()],dn.prototype,`isFetching`,void 0),P([S()],dn.prototype,`problem`,void 0),P([S()],dn.prototype,`said`,void 0),P([S()],dn.prototype,`rooms`,void 0),E(`smart-campus-alert-list-card`,dn);function fn(e){return{type:`smart_campus/dashboard/attention/subscribe`,limit:50,...e}}function z(e,{icon:t,badges:n,path:r,style:i}={}){return{type:`heading`,heading:e,...i&&{heading_style:i},...t&&{icon:t},...n?.length&&{badges:n},...r!==void 0&&{tap_action:pn(r)}}}function pn(e){return{action:`navigate`,navigation_path:`${e}?historyBack=1`}}function B(e,t,n=1){let r=t.filter(e=>e!==void 0);if(r.length!==0)return{type:`grid`,cards:e?[e,...r]:r,...n!==1&&{column_span:n===`full`?3:n}}}function mn(e,t){return t.length>0?[e,...t]:[]}function hn(e,t,n){return t&&!n.startsWith(e)?`${e} · ${n}`:n}function V(e,t=[]){return{type:`sections`,max_columns:3,dense_section_placement:!0,...t.length>0&&{badges:t},sections:e.filter(e=>e!==void 0)}}function H(e){return{...e,grid_options:{columns:`full`}}}var U={projector:`mdi:projector`,recorder:`mdi:record-rec`,lighting:`mdi:lightbulb-group-outline`,environment:`mdi:thermometer`,meter:`mdi:meter-electric-outline`,gate:`mdi:door`,switch:`mdi:switch`,probe:`mdi:transit-connection-variant`},gn={projector:[`player`,`picture_mute`,`freeze`,`problem`,`upkeep_due`,`light_source_remaining`],recorder:[`recording`,`state`,`recording_problem`,`picture_problem`,`sound_problem`,`elapsed`,`time_left`,`storage_free`],lighting:Array.from({length:16},(e,t)=>`channel_${t+1}`),switch:[`problem`,`ports_up`,`ports_down`,`ports_with_errors`,`ports_flapping`,`worst_utilisation`,`traffic_in`,`traffic_out`,`cpu_load`,`memory_usage`,`temperature`,`poe_power`],probe:[`problem`,`targets_failing`,`targets_degraded`,`certificate_days_left`],meter:[`active_power`,`energy_import`,`heat_power`,`heat_energy`,`cooling_energy`,`water_flow`,`water_volume`,`valve_closed`,`valve_fault`,`battery_low`]},_n=/* @__PURE__ */ new Set([`camera`,`calendar`,`event`]),vn=/* @__PURE__ */ new Set([`occupancy`,`valve_closed`]),yn={media_player:[{type:`media-player-playback`},{type:`media-player-source`}],lock:[{type:`lock-commands`},{type:`lock-open-door`}],cover:[{type:`cover-open-close`}],light:[{type:`light-brightness`}]},bn=1,xn=2048;function Sn({type:e},t){let n=t?.supported_features,r=e=>typeof n!=`number`||(n&e)!==0;if(e===`light-brightness`){let e=t?.supported_color_modes;return Array.isArray(e)&&e.some(e=>e!==`onoff`&&e!==`unknown`)}return e===`lock-open-door`?r(bn):e!==`media-player-source`||r(xn)}var Cn=/* @__PURE__ */ new Set([`temperature`,`humidity`,`co2`,`pm25`,`active_power`,`heat_power`]),wn=[`media_player`,`lock`,`cover`,`light`,`switch`,`select`,`number`,`binary_sensor`,`sensor`],Tn=24;function En(e,t){let n=t.states?.[e.entity_id]?.attributes,r=t.mayControl?(yn[e.platform]??[]).filter(e=>Sn(e,n)):[],i=t.withCourse&&Cn.has(e.point)?[{type:`trend-graph`,hours_to_show:24}]:[],a=[...r,...i];return{type:`tile`,entity:e.entity_id,name:t.name??{type:`entity`},grid_options:{columns:e.platform===`media_player`?12:6},...a.length>0&&{features:a},...!t.mayControl&&{icon_tap_action:{action:`more-info`}}}}function Dn(e){let t=gn[e.kind],n=e.entities.filter(({is_main:e,platform:t})=>e&&!_n.has(t)).map(e=>({entity:e,rank:t?t.indexOf(e.point):0})).filter(({rank:e})=>e>=0);return n.length===0&&t?Dn({kind:`environment`,entities:e.entities}):n.sort((e,t)=>e.rank-t.rank||On(e.entity)-On(t.entity)).slice(0,Tn).map(({entity:e})=>e)}function On({platform:e}){let t=wn.indexOf(e);return t<0?wn.length:t}function kn({platform:e,point:t}){return e===`binary_sensor`&&!vn.has(t)}function An(e){return Dn(e)[0]}function jn(e,{withName:t,...n}){let r=Dn(e).map(e=>({...En(e,{...n,withCourse:!0}),...kn(e)&&{visibility:[{condition:`state`,entity:e.entity_id,state:`on`}]}}));return r.length===0?[Nn(e.name,U[e.kind])]:t?[z(e.name,{style:`subtitle`}),...r]:r}function Mn(e,t){let n=An(e);return n?{...En(n,{mayControl:!1,name:e.name}),grid_options:{columns:12},tap_action:pn(t),icon_tap_action:pn(t)}:Nn(e.name,U[e.kind],t)}function Nn(e,t,n){return{type:`button`,name:e,icon:t,show_state:!1,icon_height:`32px`,tap_action:n===void 0?{action:`none`}:pn(n),grid_options:{columns:12,rows:1}}}function Pn(e,t){return{type:`entity`,entity:e,name:t,show_name:!0}}function Fn(e,t=24){return e.length===0?void 0:{type:`logbook`,target:{entity_id:e.map(({entity_id:e})=>e)},hours_to_show:t,grid_options:{columns:`full`,rows:6}}}function W(e,t,n){return g`<span class="mark" data-tone=${e}
    ><ha-icon .icon=${t} aria-hidden="true"></ha-icon><span>${n}</span></span
  >`}function G(e){return{hass:e,t:(t,n)=>O(e.locale,t,n)}}function K({t:e},t,n){let r=`${t}.${n}`,i=e(r);return i===r?L(n,100):i}var In={planned:[`none`,`mdi:calendar-clock`],armed:[`info`,`mdi:check-circle-outline`],recording:[`good`,`mdi:record-rec`],paused:[`warn`,`mdi:pause-circle-outline`],failed:[`bad`,`mdi:alert-octagon-outline`],stopped:[`info`,`mdi:stop-circle-outline`],stored:[`info`,`mdi:harddisk`],queued:[`info`,`mdi:tray-arrow-up`],uploaded:[`info`,`mdi:cloud-upload-outline`],confirmed:[`good`,`mdi:archive-check-outline`],erased:[`none`,`mdi:delete-outline`],skipped:[`none`,`mdi:debug-step-over`]},Ln={planned:`none`,running:`good`,failed:`bad`,waiting:`info`,confirmed:`good`,skipped:`none`};function Rn(e,t){let[n,r]=In[t.state];return W(n,r,K(e,`ledger.state`,t.state))}function zn(e,t){let{missed:n,troubles:r,skip_reason:i}=t,a=[];if(n){let t=K(e,`ledger.missed`,n.step);a.push(n.cause?e.t(`ledger.because`,{what:t,why:Bn(e,n.cause)}):t)}a.push(...r.map(t=>Bn(e,t))),i&&a.push(Bn(e,i));let o=[...new Set(a)];return o.length===0?y:n!==null||r.length>0?g`<span class="trouble"
        ><ha-icon .icon=${`mdi:alert`} aria-hidden="true"></ha-icon
        ><span>${o.join(e.t(`list_separator`))}</span></span
      >`:g`${o.join(e.t(`list_separator`))}`}function Bn(e,t){return K(e,`ledger.cause`,t)}var Vn=[`trouble`,`attention`,`lesson`,`in_use`,`free`,`unknown`],Hn={trouble:{icon:`mdi:alert-circle`,tone:`bad`,word:`rooms.state.trouble`},attention:{icon:`mdi:alert`,tone:`warn`,word:`rooms.state.attention`},lesson:{icon:`mdi:school`,tone:`info`,word:`rooms.state.lesson`},in_use:{icon:`mdi:account-group`,tone:`good`,word:`rooms.state.in_use`},free:{icon:`mdi:door-open`,tone:`none`,word:`rooms.state.free`},unknown:{icon:`mdi:help-circle-outline`,tone:`none`,word:`rooms.state.unknown`}},Un={recording:{icon:`mdi:record-circle`,tone:`bad`,word:`rooms.recording.recording`},trouble:{icon:`mdi:video-off`,tone:`bad`,word:`rooms.recording.trouble`},planned:{icon:`mdi:record-circle-outline`,tone:`none`,word:`rooms.recording.planned`}};function Wn(e){return Hn[e]??Hn.unknown}function Gn(e){return e===null?void 0:Un[e]}var Kn=160;function qn(e,t,n){switch(t){case`offline`:return n.offline.devices.map(t=>Jn(e,t));case`recordings`:return n.recordings.recordings.map(t=>Xn(e,t));case`not_ready`:return n.not_ready.rooms.map(t=>Zn(e,t))}}function Jn(e,t){let{hass:n,t:r,now:i}=e,{area_id:a,room:o,since:s,caused_by:c}=t,l=a===null?``:n.areas[a]?.name??``,u=c===null?y:g` ${r(`lists.caused_by`,{name:qt(c,Kn)})}`;return{key:t.subentry,icon:U[t.kind],tone:c===null?`bad`:`warn`,title:t.name,path:Yn(e,t),why:g`${L(t.why.text,Kn)}${u}`,facts:[$n(l,o===null?void 0:Ht(o)),er(e,s,i)]}}function Yn({hass:e},{kind:t,device_id:n,room:r}){return t===`switch`&&n!==null?Ut(n):n!==null&&e.user?.is_admin?Wt(n):r===null?void 0:Ht(r)}function Xn(e,t){let{hass:n,t:r}=e,i=t.area_id===null?void 0:e.rooms.get(t.area_id),a=i===void 0?void 0:Ht(i),o=`${k(n,t.start)}–${k(n,t.end)}`;return{key:t.recording_id,icon:`mdi:video-off-outline`,tone:`bad`,title:t.course||r(`day.untitled`),path:a,mark:Rn(e,t),why:zn(e,t),facts:[$n(t.room,a),Qn(`mdi:clock-outline`,o),t.teacher?Qn(`mdi:account-outline`,L(t.teacher,Kn)):y]}}function Zn({hass:e,t},n){let r=n.now??n.next,i=r?qt(r.course,Kn)||t(`day.untitled`):``,a=r?k(e,r.start):``;return{key:n.room,icon:Wn(n.state).icon,tone:n.now?`bad`:`warn`,title:n.name,path:Ht(n.room),why:n.reasons.length===0?y:n.reasons.map(({text:e})=>g`<span class="reason">${L(e,Kn)}</span>`),facts:[r?Qn(`mdi:school-outline`,t(n.now?`lists.lesson_runs`:`lists.lesson_begins`,{at:a,course:i})):y,$n(n.floor??``,void 0)]}}function Qn(e,t){return g`<span class="fact"><ha-icon .icon=${e} aria-hidden="true"></ha-icon><bdi>${t}</bdi></span>`}function $n(e,t){let n=L(e,Kn);return n===``?y:Qn(`mdi:map-marker-outline`,t===void 0?n:g`<a href=${t}>${n}</a>`)}function er({hass:e,t},n,r){return Qn(`mdi:clock-outline`,n===null?t(`lists.never_reached`):g`<time datetime=${n} title=${A(e,n)}>${st(e,n,r)}</time>`)}var tr=o`
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
    min-height: 0;
    overflow-y: auto;
  }
  li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 2px 12px;
    padding: 10px 16px;
  }
  li + li {
    border-top: 1px solid var(--divider-color);
  }
  li > ha-icon {
    color: var(--tone);
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  h3 {
    min-width: 0;
    font-size: 15px;
  }
  h3 a {
    color: inherit;
    text-decoration: none;
  }
  h3 a:hover,
  h3 a:focus-visible {
    text-decoration: underline;
  }
  .why,
  .facts {
    grid-column: 2;
  }
  .reason {
    display: block;
  }
  .trouble {
    display: inline-flex;
    gap: 4px;
    --mdc-icon-size: 16px;
  }
  .trouble ha-icon {
    flex: none;
    height: 18px;
    color: var(--sc-bad);
  }
  footer {
    padding: 8px 16px 12px;
    border-top: 1px solid var(--divider-color);
  }
  .well {
    padding: 14px 16px;
    --mdc-icon-size: 28px;
  }
  .well ha-icon {
    color: var(--sc-good);
  }
`,nr=50,rr=160,ir=[`offline`,`recordings`,`not_ready`],ar=class extends F{constructor(...e){super(...e),this.ticking=new Jt(this,30),this.limit=nr,this.rooms=/* @__PURE__ */ new Map}static{this.styles=[N,I,Qt,tr]}checkConfig(e){if(!ir.includes(e.list))throw Error(`list: ${ir.join(`, `)}`);return e}configured(){this.language=void 0,this.event=void 0,this.limit=nr}willUpdate(e){super.willUpdate(e),this.hass&&this.config&&this.language!==D(this.hass.locale)&&(this.language=D(this.hass.locale),this.listen(),this.config.list===`recordings`&&Vt(this.hass).then(e=>this.rooms=e))}listen(){let{site:e}=this.config??{},t={...e!==void 0&&{site:e},language:this.language,limit:this.limit};this.subscribe(`lists`,fn(t),e=>this.event=e,!0)}renderCard(e,{list:t}){let{event:n}=this;if(!n)return g`<ha-card><p class="content secondary">${this.t(`loading`)}</p></ha-card>`;let{total:r}=n[t];return g`<ha-card>
      <h2 class="sr-only">${this.t(`lists.${t}.name`)}</h2>
      <div class="sr-only" role="status">${this.t(`lists.${t}.total`,{count:r})}</div>
      ${r===0?this.renderWell(t):this.renderList(e,t,n)}
    </ha-card>`}renderWell(e){return g`<div class="well row">
      <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
      <p>${this.t(`lists.${e}.well`)}</p>
    </div>`}renderList(e,t,n){let r=qn({hass:e,t:this.t.bind(this),now:this.ticking.now,rooms:this.rooms},t,n),i=n[t].total-r.length;return g`<ul aria-label=${this.t(`lists.${t}.name`)}>
        ${Lt(r,({key:e})=>e,or)}
      </ul>
      ${i>0?this.renderRest(i):y}`}renderRest(e){let t=g`<button
      type="button"
      @click=${()=>{this.limit=200,this.listen()}}
    >
      ${this.t(`alerts.show_more`,{count:e})}
    </button>`;return g`<footer>
      ${this.limit<200?t:g`<p>${this.t(`alerts.more_children`,{count:e})}</p>`}
    </footer>`}};P([S()],ar.prototype,`event`,void 0),P([S()],ar.prototype,`limit`,void 0),P([S()],ar.prototype,`rooms`,void 0);function or({tone:e,icon:t,title:n,path:r,mark:i,why:a,facts:o}){let s=L(n,rr);return g`<li data-tone=${e}>
    <ha-icon .icon=${t} aria-hidden="true"></ha-icon>
    <div class="what">
      <h3 class="foreign" dir="auto">${r===void 0?s:g`<a href=${r}>${s}</a>`}</h3>
      ${i??y}
    </div>
    ${a===y?y:g`<div class="why foreign" dir="auto">${a}</div>`}
    <div class="facts secondary">${o}</div>
  </li>`}E(`smart-campus-attention-card`,ar);async function sr(e,t,n,r={}){let{response:i}=await w(e,{type:`call_service`,domain:`smart_campus`,service:t,target:{area_id:n},service_data:r,return_response:!0});return i}function cr(e){return{type:`smart_campus/dashboard/rooms/subscribe`,offset:0,limit:500,...e}}function lr(e,t,n){return w(e,{type:`smart_campus/dashboard/room`,site:t,room:n})}function ur(e,t,n){return{type:`smart_campus/dashboard/day/subscribe`,site:e,room:t,...n!==void 0&&{day:n}}}var q=class{constructor(e,t){this.host=e,this.describe=t,this.isRunning=!1,this.error=``,e.addController(this)}hostDisconnected(){this.error=``}async run(e){if(this.isRunning)return!1;this.isRunning=!0,this.forget();try{return await e(),!0}catch(e){return this.error=await this.describe(e),!1}finally{this.isRunning=!1,this.host.requestUpdate()}}forget(){this.error=``,this.host.requestUpdate()}},dr={done:[`good`,`mdi:check-circle`],already:[`none`,`mdi:check-circle-outline`],skipped:[`none`,`mdi:minus-circle-outline`],pending:[`warn`,`mdi:timer-sand`],failed:[`bad`,`mdi:alert-circle`],refused:[`bad`,`mdi:lock-outline`]},fr=[`failed`,`refused`,`pending`,`done`,`already`,`skipped`],pr=200;function mr(e,t){return g`${t.rooms.map(({devices:t,text:n})=>g`${n===null?y:g`<p class="foreign">${L(n,pr)}</p>`}
        <ul aria-label=${e.t(`class.results`)}>
          ${Lt([...t].sort((e,t)=>fr.indexOf(e.outcome)-fr.indexOf(t.outcome)),({device_id:e,name:t,step:n})=>`${e??t} ${n}`,t=>hr(e,t))}
        </ul>`)}`}function hr(e,{name:t,step:n,outcome:r,text:i}){let[a,o]=dr[r]??dr.pending;return g`<li data-tone=${a}>
    <ha-icon .icon=${o} aria-hidden="true"></ha-icon>
    <div class="foreign">
      <bdi class="name">${L(t,60)}</bdi>
      <span class="secondary">${K(e,`class.step`,n)}</span>
    </div>
    <span class="text foreign">${L(i,pr)}</span>
  </li>`}function gr(e){let t=e.rooms.flatMap(({devices:e})=>e.map(({outcome:e})=>e)),n=(...e)=>t.filter(t=>e.includes(t)).length;return{good:n(`done`,`already`,`skipped`),bad:n(`failed`,`refused`),pending:n(`pending`)}}var _r=o`
  .buttons {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: 12px;
    padding: 12px 16px;
  }
  .buttons button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 52px;
    border-radius: 26px;
    font-size: 16px;
    font-weight: 500;
  }
  .note {
    display: flex;
    gap: 8px;
    padding: 0 16px 12px;
    overflow-wrap: anywhere;
    --mdc-icon-size: 20px;
  }
  .note ha-icon {
    flex: none;
    color: var(--sc-bad);
  }
  .question form {
    display: grid;
    gap: 10px;
  }
  .question {
    margin: 0 16px 12px;
    padding: 12px;
    border: 1px solid var(--sc-warn);
    border-radius: 8px;
    overflow-wrap: anywhere;
  }
  .question label {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .question input {
    flex: none;
    width: 20px;
    min-height: 20px;
    margin: 0;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .progress {
    position: relative;
    height: 4px;
    margin: 0 16px 12px;
    overflow: hidden;
    border-radius: 2px;
    background: color-mix(in srgb, var(--primary-color) 20%, transparent);
  }
  .progress::after {
    content: "";
    position: absolute;
    inset-block: 0;
    width: 35%;
    border-radius: 2px;
    background: var(--primary-color);
    animation: run 1.4s ease-in-out infinite alternate;
  }
  @keyframes run {
    from {
      inset-inline-start: 0;
    }
    to {
      inset-inline-start: 65%;
    }
  }
  .results button {
    flex: none;
  }
  .results {
    display: grid;
    gap: 8px;
    padding: 0 16px 12px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
    display: grid;
    gap: 6px;
  }
  li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) minmax(0, max-content);
    gap: 8px;
    align-items: start;
    --mdc-icon-size: 20px;
  }
  li ha-icon {
    color: var(--tone);
  }
  .name {
    font-weight: 500;
  }
  .text {
    max-width: 45cqi;
    text-align: end;
  }
  ha-card {
    container-type: inline-size;
  }
`,J=class extends F{constructor(...e){super(...e),this.deed=new q(this,e=>this.describe(e)),this.ticking=new Jt(this,30),this.lessons=[],this.isAsking=!1}static{this.styles=[N,I,_r]}checkConfig(e){if(!e.site||!e.room)throw Error(`site, room`);return e}configured({site:e,room:t}){this.room=void 0,this.result=void 0,this.isAsking=!1,this.asked=void 0,this.subscribe(`day`,ur(e,t),({lessons:e})=>this.lessons=e,!0)}willUpdate(e){super.willUpdate(e);let{hass:t,config:n}=this,r=n&&`${n.site} ${n.room} ${t?.user?.id??``}`;t&&n&&this.asked!==r&&(this.asked=r,this.load(t,n))}async load(e,{site:t,room:n}){try{this.room=await lr(e,t,n)}catch(e){this.fail(C(e))}}retry(){this.asked=void 0,super.retry()}running(){let{now:e}=this.ticking;return this.lessons.find(({start:t,end:n,is_cancelled:r})=>!r&&Date.parse(t)<=e&&e<Date.parse(n))}async press(e){e===`end_class`&&this.running()?(this.isAsking=!0,await this.updateComplete,this.cancelButton?.focus()):await this.run(e)}async run(e,t={}){let{hass:n,room:r}=this,i=r?.room.area_id;n&&i!=null&&(this.action=e,this.result=void 0,await this.deed.run(async()=>{this.result=await sr(n,e,i,t)}))}async stopAsking(){this.isAsking=!1,await this.updateComplete,this.endButton?.focus()}renderCard(e){let{room:t}=this,n=this.running(),r=t?this.obstacle(t):void 0,i=!t||r!==void 0||this.deed.isRunning;return g`<ha-card>
      <h2 class="sr-only">${this.t(`class.title`)}</h2>
      <div class="buttons" role="group" aria-label=${this.t(`class.title`)}>
        ${this.renderButton(`start_class`,`mdi:play-circle-outline`,i,r!==void 0)}
        ${this.renderButton(`end_class`,`mdi:stop-circle-outline`,i,r!==void 0)}
      </div>
      ${r===void 0?y:g`<p class="note" id="obstacle">${r}</p>`}
      ${this.isAsking&&n?this.renderQuestion(e,n):y} ${this.renderStanding(e)}
    </ha-card>`}obstacle({may_control:e,room:t}){return e?t.area_id===null?this.t(`class.no_area`):void 0:this.t(`class.not_permitted`)}renderButton(e,t,n,r){let i=this.deed.isRunning&&this.action===e;return g`<button
      type="button"
      name=${e}
      class=${e===`start_class`?`primary`:``}
      ?disabled=${n}
      aria-busy=${i}
      aria-describedby=${r?`obstacle`:y}
      @click=${()=>this.press(e)}
    >
      <ha-icon .icon=${t} aria-hidden="true"></ha-icon>
      <span>${this.t(i?`class.running.${e}`:`class.${e}`)}</span>
    </button>`}renderQuestion(e,t){let n=qt(t.course,120)||this.t(`day.untitled`);return g`<div
      class="question"
      role="alertdialog"
      aria-labelledby="question"
      @keydown=${e=>{e.key===`Escape`&&this.stopAsking()}}
    >
      <form
        @submit=${e=>{e.preventDefault();let t=e.target.querySelector(`input`)?.checked??!1;this.isAsking=!1,this.run(`end_class`,t?{stop_recording:!0}:{})}}
      >
        <p id="question">${this.t(`class.lesson_runs`,{course:n,at:k(e,t.end)})}</p>
        <label><input type="checkbox" name="stop_recording" />${this.t(`class.stop_recording`)}</label>
        <div class="actions">
          <button type="submit" class="danger">${this.t(`class.end_anyway`)}</button>
          <button type="button" name="cancel" @click=${()=>this.stopAsking()}>${this.t(`dialog.cancel`)}</button>
        </div>
      </form>
    </div>`}renderStanding(e){let{action:t,result:n,deed:r}=this,i={hass:e,t:this.t.bind(this)};return g`
      <div class="sr-only" role="status">
        ${r.isRunning?this.t(`class.wait`):t&&n?this.summary(t,n):y}
      </div>
      ${r.isRunning?g`<div class="progress" aria-hidden="true"></div>`:y}
      ${r.error?g`<p class="note" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon>${r.error}
            </p>`:y}
      ${t&&n&&!r.isRunning?g`<div class="results">
              <div class="row">
                <p class="grow">${this.summary(t,n)}</p>
                <button type="button" @click=${()=>this.result=void 0}>${this.t(`class.dismiss`)}</button>
              </div>
              ${mr(i,n)}
            </div>`:y}
    `}summary(e,t){let{good:n,bad:r,pending:i}=gr(t),a=[this.t(`class.finished.${e}`),this.t(`class.good`,{count:n})];return i>0&&a.push(this.t(`class.pending`,{count:i})),r>0&&a.push(this.t(`class.bad`,{count:r})),a.join(this.t(`class.comma`))}};P([S()],J.prototype,`room`,void 0),P([S()],J.prototype,`lessons`,void 0),P([S()],J.prototype,`action`,void 0),P([S()],J.prototype,`result`,void 0),P([S()],J.prototype,`isAsking`,void 0),P([Ze(`[name=cancel]`)],J.prototype,`cancelButton`,void 0),P([Ze(`[name=end_class]`)],J.prototype,`endButton`,void 0),E(`smart-campus-class-card`,J);var vr=6e4,yr=60*vr,br=74,xr=.9,Sr=2.2,Cr=600,wr=75*vr,Tr=34;function Er(e){let t=Mr(e),n=Math.min(Sr,Math.max(xr,br/Or(e))),r=[],i=0,a=(e,t,n,a)=>{let o=n?Tr:(t-e)*a;r.push({start:e,end:t,top:i,height:o,isGap:n}),i+=o};t.forEach((r,i)=>{let o=t[i-1];o&&a(o.end,r.start,r.start-o.end>=wr,n/vr),a(r.start,r.end,!1,Math.max(n,Dr(r,e))/vr)});let o=e=>{let t=r.find(({start:t,end:n})=>e>=t&&e<=n);return t?t.top+(e-t.start)/Math.max(1,t.end-t.start)*t.height:null};return{height:i,gaps:r.filter(({isGap:e})=>e).map(({start:e,end:t,top:n,height:r})=>({start:e,end:t,top:n,height:r})),hours:r.filter(({isGap:e})=>!e).flatMap(({start:e,end:t})=>Nr(e,t,o)),position:o}}function Dr(e,t){let n=Cr*vr/Math.max(vr,e.end-e.start);return Math.min(n,br/Or(t.filter(({start:t,end:n})=>t>=e.start&&n<=e.end)))}function Or(e){return Math.max(1,Math.min(...e.map(({start:e,end:t})=>(t-e)/vr)))}function kr(e,t){let n=[...t].sort((e,t)=>e.start-t.start||t.end-e.end),r=[],i=[],a=[],o=()=>{for(let e of i)e.lanes=a.length;r.push(...i),i=[],a=[]};for(let t of n){a.length>0&&a.every(e=>e<=t.start)&&o();let n=a.findIndex(e=>e<=t.start),r=n<0?a.length:n;a[r]=t.end;let s=e.position(t.start)??0;i.push({item:t,top:s,height:(e.position(t.end)??s)-s,lane:r,lanes:1})}return o(),r}function Ar(e,t){let n=/* @__PURE__ */ new Date(`${e}T00:00:00Z`);return n.setUTCDate(n.getUTCDate()+t),n.toISOString().slice(0,10)}function jr(e,t){return new Intl.DateTimeFormat(`en-CA`,{timeZone:e,year:`numeric`,month:`2-digit`,day:`2-digit`}).format(t)}function Mr(e){let t=[];for(let{start:n,end:r}of[...e].sort((e,t)=>e.start-t.start)){let e=t.at(-1);e&&n<=e.end?e.end=Math.max(e.end,r):t.push({start:n,end:r})}return t}function Nr(e,t,n){let r=[];for(let i=Math.ceil(e/yr)*yr;i<t;i+=yr){let e=n(i);e!==null&&r.push({at:i,top:e})}return r}var Pr=200,Fr=94,Ir=/* @__PURE__ */ new Set([`recording`,`paused`]);function Lr({lesson:e,start:t,end:n},r){let{recording:i,is_cancelled:a}=e;return a?`none`:i&&(i.state===`failed`||i.troubles.length>0)?`bad`:i?.missed?`warn`:t<=r&&r<n?`info`:i?.state===`confirmed`?`good`:`none`}function Rr(e,t,n){let{item:r,top:i,height:a,lane:o,lanes:s}=t,{lesson:c,start:l,end:u}=r,d=l<=n&&n<u&&!c.is_cancelled,f=[c.teacher,c.group].filter(Boolean).map(e=>L(e,Pr));return g`<li
    class="lesson ${d?`now`:``} ${c.is_cancelled?`cancelled`:``} ${a<Fr?`short`:``}"
    data-tone=${Lr(r,n)}
    aria-current=${d?`time`:y}
    style="--top: ${i}; --lesson-height: ${a}; --lane: ${o}; --lanes: ${s}"
  >
    <div class="first">
      <span class="secondary"
        ><time datetime=${c.start}>${k(e.hass,c.start)}</time>–<time datetime=${c.end}
          >${k(e.hass,c.end)}</time
        ></span
      >
      ${zr(e,c)}
    </div>
    <p class="line course" dir="auto">${L(c.course,Pr)||e.t(`day.untitled`)}</p>
    ${Br(e,c)}
    ${f.length>0?g`<p class="line secondary people" dir="auto">${f.join(` · `)}</p>`:y}
  </li>`}function zr(e,{is_cancelled:t,recording:n}){return t?W(`none`,`mdi:calendar-remove-outline`,e.t(`day.cancelled`)):n?Ir.has(n.state)&&n.troubles.length>0?W(`bad`,`mdi:record-rec`,e.t(`day.recording_in_trouble`)):Rn(e,n):y}function Br(e,{is_cancelled:t,recording:n}){if(t||!n)return y;let r=n.troubles.map(t=>Bn(e,t));return n.missed&&r.unshift(K(e,`ledger.missed`,n.missed)),r.length===0?y:g`<p class="trouble">
        <ha-icon icon="mdi:alert" aria-hidden="true"></ha-icon>
        <span class="line"
          >${[...new Set(r)].map(e=>L(e,Pr)).join(e.t(`list_separator`))}</span
        >
      </p>`}var Vr=o`
  ha-card {
    container-type: inline-size;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 12px 6px 16px;
  }
  .head h2 {
    flex: 1 1 auto;
    min-width: 0;
  }
  .head button {
    flex: none;
    padding: 0 12px;
  }
  .head button.step {
    width: 40px;
    padding: 0;
    --mdc-icon-size: 22px;
  }
  .axis {
    position: relative;
    height: calc(var(--height) * 1px);
    margin: 8px 16px 16px 72px;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .lesson {
    position: absolute;
    top: calc(var(--top) * 1px);
    left: calc(100% * var(--lane) / var(--lanes));
    width: calc(100% / var(--lanes) - 4px);
    height: calc(var(--lesson-height) * 1px - 3px);
    min-height: 22px;
    box-sizing: border-box;
    overflow: hidden;
    padding: 5px 10px;
    border-inline-start: 4px solid var(--tone);
    border-radius: 8px;
    background: color-mix(in srgb, var(--tone) 10%, transparent);
    font-size: 13px;
  }
  .lesson.now {
    box-shadow: inset 0 0 0 2px var(--tone);
  }
  .first {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .first > .secondary {
    flex: none;
    white-space: nowrap;
  }
  .first .mark {
    min-width: 0;
  }
  .course {
    font-size: 15px;
    font-weight: 500;
  }
  .cancelled .course {
    text-decoration: line-through;
  }
  .line {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
  }
  .trouble {
    display: flex;
    gap: 4px;
    -webkit-line-clamp: 2;
    --mdc-icon-size: 16px;
  }
  .trouble ha-icon {
    flex: none;
    height: 18px;
    color: var(--sc-bad);
  }
  /* Where four lines do not fit, what is wrong is shown rather than who teaches, which is still read aloud. */
  @container (min-width: 420px) {
    .short .trouble .line {
      -webkit-line-clamp: 1;
    }
    .short .trouble ~ .people {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
    }
  }
  .hour,
  .gap {
    position: absolute;
    top: calc(var(--top) * 1px);
    left: -60px;
    right: 0;
    pointer-events: none;
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  .hour {
    border-top: 1px solid var(--divider-color);
  }
  .hour span {
    position: absolute;
    top: -9px;
    padding-inline-end: 6px;
    background: var(--card-background-color);
  }
  .gap {
    display: flex;
    align-items: center;
    justify-content: center;
    height: 34px;
    left: 0;
  }
  .line-now {
    position: absolute;
    z-index: 1;
    top: calc(var(--top) * 1px - 1px);
    left: -10px;
    right: 0;
    height: 2px;
    background: var(--sc-bad);
    pointer-events: none;
  }
  .line-now::before {
    content: "";
    position: absolute;
    top: -4px;
    left: -2px;
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--sc-bad);
  }
  .nothing {
    padding: 4px 16px 16px;
  }
  /* On a phone the axis is a list. */
  @container (max-width: 419px) {
    .axis {
      height: auto;
      margin: 4px 12px 12px;
    }
    .lesson {
      position: static;
      width: auto;
      height: auto;
      margin-bottom: 8px;
    }
    .line {
      -webkit-line-clamp: 3;
    }
    .hour,
    .gap,
    .line-now {
      display: none;
    }
  }
`,Hr=class extends F{constructor(...e){super(...e),this.ticking=new Jt(this,30)}static{this.styles=[N,I,Vr]}checkConfig(e){if(!e.site||!e.room)throw Error(`site, room`);if(e.day!==void 0&&!/^\d{4}-\d{2}-\d{2}$/.test(e.day))throw Error(`day: YYYY-MM-DD`);return e}configured({day:e}){this.go(e)}go(e){if(!this.config)return;this.day=e,this.event=void 0;let{site:t,room:n}=this.config;this.subscribe(`day`,ur(t,n,e),e=>this.event=e,!0)}step(e,t){let n=Ar(this.event?.day??this.day??this.today(e),t);this.go(n===this.today(e)?void 0:n)}today(e){return jr(e.config.time_zone,this.ticking.now)}renderCard(e){let t=this.event?.day??this.day??this.today(e),n=t===this.today(e);return g`<ha-card>
      <div class="head">
        <h2 tabindex="-1" aria-live="polite">
          ${n?this.t(`day.today`,{day:ot(e,t)}):ot(e,t)}
        </h2>
        ${n?y:g`<button
                type="button"
                @click=${()=>{this.go(void 0),this.heading?.focus()}}
              >
                ${this.t(`day.back_to_today`)}
              </button>`}
        ${this.renderStep(e,-1,`mdi:chevron-left`,`day.previous`)}
        ${this.renderStep(e,1,`mdi:chevron-right`,`day.next`)}
      </div>
      ${this.renderDay(e)}
    </ha-card>`}renderStep(e,t,n,r){return g`<button type="button" class="step" aria-label=${this.t(r)} @click=${()=>this.step(e,t)}>
      <ha-icon .icon=${n} aria-hidden="true"></ha-icon>
    </button>`}renderDay(e){if(!this.event)return g`<p class="nothing secondary">${this.t(`day.loading`)}</p>`;let t=this.event.lessons.map(e=>({lesson:e,start:Date.parse(e.start),end:Date.parse(e.end)})).filter(({start:e,end:t})=>t>=e);if(t.length===0)return g`<p class="nothing secondary">${this.t(`day.empty`)}</p>`;let n=Er(t),r=n.position(this.ticking.now),i={hass:e,t:this.t.bind(this)};return g`<div class="axis" style="--height: ${n.height}">
      <div aria-hidden="true">
        ${n.hours.map(({at:t,top:n})=>g`<div class="hour" style="--top: ${n}">
              <span>${k(e,new Date(t).toISOString())}</span>
            </div>`)}
        ${n.gaps.map(({end:t,top:n})=>g`<div class="gap" style="--top: ${n}">
              ${this.t(`day.free_until`,{at:k(e,new Date(t).toISOString())})}
            </div>`)}
        ${r===null?y:g`<div class="line-now" style="--top: ${r}"></div>`}
      </div>
      <ol aria-label=${this.t(`day.lessons`)}>
        ${kr(n,t).map(e=>Rr(i,e,this.ticking.now))}
      </ol>
    </div>`}};P([S()],Hr.prototype,`event`,void 0),P([S()],Hr.prototype,`day`,void 0),P([Ze(`h2`)],Hr.prototype,`heading`,void 0),E(`smart-campus-day-card`,Hr);function Ur(e){return{type:`smart_campus/ports/subscribe`,device_id:e}}var Wr=class extends b{constructor(...e){super(...e),this.heading=``,this.wide=!1}static{this.styles=[N,o`
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
    `]}firstUpdated(){this.dialog.showModal()}close(){this.dialog.close()}render(){return g`<dialog aria-labelledby="heading" @close=${this.closed} @click=${this.clicked}>
      <div class="frame">
        <header>
          <h2 id="heading">${this.heading}</h2>
          <button type="button" aria-label=${O(this.hass?.locale,`dialog.close`)} @click=${this.close}>
            <ha-icon .icon=${`mdi:close`} aria-hidden="true"></ha-icon>
          </button>
        </header>
        <div class="body" tabindex="0" role="region" aria-labelledby="heading"><slot></slot></div>
        <footer><slot name="actions"></slot></footer>
      </div>
    </dialog>`}clicked(e){e.composedPath()[0]===this.dialog&&this.close()}closed(e){e.stopPropagation(),this.dispatchEvent(new CustomEvent(`smart-campus-closed`))}};P([x({attribute:!1})],Wr.prototype,`hass`,void 0),P([x()],Wr.prototype,`heading`,void 0),P([x({type:Boolean,reflect:!0})],Wr.prototype,`wide`,void 0),P([Ze(`dialog`)],Wr.prototype,`dialog`,void 0),E(`smart-campus-dialog`,Wr);function Gr(e){let{columns:t,rows:n,keyOf:r}=e;return g`<div class="table">
    <table role="table" aria-label=${e.caption}>
      <thead role="rowgroup">
        <tr role="row">
          ${t.map(t=>Kr(t,e))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${Lt(n,r,t=>qr(t,e))}
      </tbody>
    </table>
  </div>`}function Kr(e,{sort:t,sortBy:n}){let r=t===e.key?`ascending`:t===`-${e.key}`?`descending`:`none`,i=e.isSortable===!0&&n!==void 0;return g`<th
    scope="col"
    role="columnheader"
    class=${e.isNumber?`number`:``}
    aria-sort=${i?r:y}
  >
    ${i?g`<button
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
  </th>`}function qr(e,{columns:t,open:n}){return g`<tr
    role="row"
    class=${n?`opens`:``}
    @click=${n?t=>Jr(t,e,n):y}
  >
    ${t.map(t=>{let r=t.cell(e),i=`${t.isNumber?`number`:``} ${r===y?`empty`:``}`;return t.isHead?g`<th scope="row" role="rowheader" data-label=${t.label} class=${i}>
            ${n?g`<button type="button" class="link" @click=${()=>n(e)}>${r}</button>`:r}
          </th>`:g`<td role="cell" data-label=${t.label} class=${i}>${r}</td>`})}
  </tr>`}function Jr(e,t,n){e.target.closest(`button, a, input, select, label`)===null&&(window.getSelection()?.isCollapsed??!0)&&n(t)}var Yr=o`
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
    /* A value stands beside its label. */
    .table td .clamp,
    .table td .marks {
      display: inline;
    }
  }
  @media (pointer: coarse) {
    button.link,
    button.sort {
      min-height: var(--sc-touch);
    }
  }
`;function Xr(e,t){return ei(e,t,1e3,[`bit/s`,`kbit/s`,`Mbit/s`,`Gbit/s`,`Tbit/s`])}function Zr(e,t){return ei(e,t,1e3,[``,`k`,`M`,`G`,`T`]).replace(` `,``)}function Qr(e,t){return ei(e,t,1e3,[`B`,`kB`,`MB`,`GB`,`TB`])}function $r(e,t){let n=Math.max(0,Math.round(t)),[r,i,a]=[Math.floor(n/86400),Math.floor(n/3600)%24,Math.floor(n/60)%60];return r>0?O(e.locale,`duration.days`,{days:r,hours:i}):i>0?O(e.locale,`duration.hours`,{hours:i,minutes:a}):a>0?O(e.locale,`duration.minutes`,{minutes:a}):O(e.locale,`duration.seconds`,{seconds:n})}function ei(e,t,n,r){let i=t,a=0;for(;Math.abs(i)>=n&&a<r.length-1;)i/=n,a+=1;return`${j(e,i,+(Math.abs(i)<10))} ${r[a]??``}`}var ti=6,ni={10:8,12:8,18:16,20:16,26:24,28:24,30:24,50:48,52:48,54:48},ri=/^(m|me|mgmt|meth|mge|management|fxp|oob)[-\s]*(gigabit)?(ethernet)?$/i;function ii(e){let t=e.filter(e=>e.oper!==`not_present`),n=pi((t.length>0?t:e).map(ai),e=>e.path.length>0?e.path[0]??``:``),r=[...n].filter(([,e])=>e.length===1),i=[...n].filter(([,e])=>e.length>1);if(i.length===0)return[{id:``,blocks:oi([...n.values()].flat())}];let a=i.map(([e,t])=>({id:i.length>1?e:``,blocks:oi(t)}));for(let[,e]of r)a[0]?.blocks.push(ci(`management`,e,di(e)));return a}function ai(e){let t=/^(.*?)[\s_-]*(\d{1,6}(?:[/:.]\d{1,6})*)$/.exec(e.name.trim());if(!t)return{port:e,prefix:e.name,path:[],number:e.if_index};let n=(t[2]??``).split(/[/:.]/);return{port:e,prefix:(t[1]??``).toLowerCase(),path:n.slice(0,-1),number:Number(n.at(-1))}}function oi(e){let t=[...pi(e,e=>`${e.prefix}|${e.path.slice(1).join(`/`)}`).values()],n=t.reduce((e,t)=>t.length>e.length?t:e,t[0]??[]),r=[...n].sort((e,t)=>e.number-t.number),i=ni[r.length]??r.length,a=t.filter(e=>e!==n),o=di(r);return[...si(r.slice(0,i),o),...i<r.length?[ci(`uplink`,r.slice(i),o)]:[],...a.map(e=>ci(fi(e)?`management`:`uplink`,e,di(e)))]}function si(e,t){let n=(e.at(-1)?.number??0)-t+1<=2*e.length+ti;return[...pi(e.map((e,r)=>({place:e,offset:n?e.number-t:r})),({offset:e})=>Math.floor(e/12)).values()].map(e=>{let t=e.map(({place:e,offset:t})=>li(e,t%12));return{kind:`copper`,columns:ui(t),slots:t}})}function ci(e,t,n){let r=[...t].sort((e,t)=>e.number-t.number),i=r[0]?.number??n,a=i-Math.abs(i-n)%2,o=(r.at(-1)?.number??0)-a+1<=2*r.length+2,s=r.map((e,t)=>li(e,o?e.number-a:t));return{kind:e,columns:ui(s),slots:s}}function li(e,t){let n=e.path.length===0&&e.prefix===e.port.name?e.port.name:String(e.number);return{port:e.port,column:Math.floor(t/2),row:t%2==0?0:1,label:n}}function ui(e){return Math.max(0,...e.map(({column:e})=>e))+1}function di(e){let t=Math.min(...e.map(({number:e})=>e));return t===0||t%2==1?t:t-1}function fi(e){return e.every(e=>ri.test(e.prefix))}function pi(e,t){let n=/* @__PURE__ */ new Map;for(let r of e){let e=t(r),i=n.get(e);i?i.push(r):n.set(e,[r])}return n}function mi(e,t,n){let r=e.flatMap(e=>e.blocks.map(e=>e.slots)).filter(e=>e.length>0),i=r.flat();if(n===`Home`)return i[0]??t;if(n===`End`)return i.at(-1)??t;let a=r.findIndex(e=>e.includes(t)),o=r[a]??[];if(n===`ArrowUp`||n===`ArrowDown`){let e=n===`ArrowUp`?0:1;return o.find(n=>n.column===t.column&&n.row===e)??t}let s=n===`ArrowRight`?1:-1,c=e=>e.filter(({row:e})=>e===t.row).sort((e,t)=>e.column-t.column),l=c(o).filter(({column:e})=>s>0?e>t.column:e<t.column);if(l.length>0)return(s>0?l[0]:l.at(-1))??t;let u=r[a+s]??[],d=c(u),f=d.length>0?d:u;return(s>0?f[0]:f.at(-1))??t}function hi(e){return e.admin_up===!1?`off`:e.oper===null||e.oper===`unknown`?`unknown`:e.oper===`up`?`up`:`down`}var gi={up:`port_map.state.up`,down:`port_map.state.down`,off:`port_map.state.off`,unknown:`port_map.state.unknown`},_i={up:`good`,down:`none`,off:`none`,unknown:`none`},vi={up:`mdi:lan-connect`,down:`mdi:lan-disconnect`,off:`mdi:cancel`,unknown:`mdi:help-circle-outline`},yi={flapping:`port_map.fault.flapping`,errors:`port_map.fault.errors`,discards:`port_map.fault.discards`,speed_dropped:`port_map.fault.speed_dropped`,half_duplex:`port_map.fault.half_duplex`,high_utilisation:`port_map.fault.high_utilisation`},bi={disabled:`port_map.poe.disabled`,searching:`port_map.poe.searching`,delivering:`port_map.poe.delivering`,fault:`port_map.poe.fault`,test:`port_map.poe.test`,other_fault:`port_map.poe.fault`};function xi(e){return e.faults.some(({fault:e})=>e!==`high_utilisation`)||Si(e)}function Si(e){return e.poe_state===`fault`||e.poe_state===`other_fault`}function Ci(e){return e.poe_state===`delivering`}function wi({hass:e,t},n){let r=bi[n.poe_state??``];return[(r===void 0?n.poe_state??``:t(r))||(n.poe_enabled===!1?t(`port_map.poe.disabled`):``),n.poe_power===null?``:`${n.poe_power.toLocaleString(e.locale.language,{maximumFractionDigits:1})} W`].filter(e=>e!==``).join(t(`list_comma`))}function Ti(e,t){let{hass:n,t:r}=e;return[`${t.name}: ${r(gi[hi(t)])}`,t.oper===`up`&&t.speed!==null?Xr(n,t.speed):``,t.is_uplink?r(`port_map.uplink`):``,Ci(t)||Si(t)?`PoE ${wi(e,t)}`:``,...t.faults.map(({fault:e})=>r(yi[e])),t.connected.map(({name:e})=>e).join(r(`list_comma`)),t.alias??``].filter(e=>e!==``).join(r(`list_comma`))}var Ei=2e9,Di=1e8;function Oi(e,t,n){let r=hi(e);return _`<svg viewBox="0 0 34 30" aria-hidden="true" class="socket ${r} ${Ni(e)}">
    ${t===`uplink`?ji:n===0?ki:Ai}
    ${r===`off`?_`<path class="cross" d="M8 7 L26 25 M26 7 L8 25" />`:y}
    ${r===`unknown`?_`<text class="question" x="17" y="21" text-anchor="middle">?</text>`:y}
    ${e.is_uplink?_`<path class="badge arrow" d="M7 1 L13 9 H9.5 V14 H4.5 V9 H1 Z" />`:y}
    ${Ci(e)||Si(e)?_`<path class="badge bolt ${Si(e)?`fault`:``}" d="M30 15 L23.5 23.5 H27.3 L25.5 30 L32.5 21 H28.7 Z" />`:y}
    ${xi(e)?Mi(e):y}
  </svg>`}var ki=_`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 24 V12 H12 V8 H22 V12 H27 V24 Z" />`,Ai=_`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 7 V19 H12 V23 H22 V19 H27 V7 Z" />`,ji=_`<path class="shell" d="M3 7 H31 V25 H3 Z" /><path class="hole" d="M6 10 H28 V22 H6 Z M6 18 H28" />`;function Mi(e){return e.faults.some(({fault:e})=>e===`flapping`)?_`<circle class="badge alarm" cx="27" cy="7" r="7" /><path class="sign" d="M22.5 8 L25 4.5 L28 9.5 L31.5 6" />`:_`<path class="badge alarm" d="M27 0 L34 13 H20 Z" /><path class="sign" d="M27 4.5 V8.5 M27 10.2 V11.4" />`}function Ni(e){return e.speed===null?``:e.speed>Ei?`fast`:e.speed<=Di?`slow`:``}var Pi={admin_up:!0,oper:`up`,speed:1e9,is_uplink:!1,poe_state:null,faults:[]},Fi={since:``,value:null,limit:0},Ii=[[{},`port_map.legend.up`],[{speed:1e10},`port_map.legend.fast`],[{speed:1e8},`port_map.legend.slow`],[{oper:`down`,speed:null},`port_map.legend.down`],[{admin_up:!1,speed:null},`port_map.legend.off`],[{is_uplink:!0},`port_map.legend.uplink`],[{poe_state:`delivering`},`port_map.legend.poe`],[{faults:[{fault:`errors`,...Fi}]},`port_map.legend.trouble`],[{faults:[{fault:`flapping`,...Fi}]},`port_map.legend.flapping`]];function Li({t:e}){return g`<details class="legend">
    <summary>${e(`port_map.legend.title`)}</summary>
    <ul>
      ${Ii.map(([t,n])=>g`<li>${Oi({...Pi,...t},`copper`,0)}<span>${e(n)}</span></li>`)}
    </ul>
  </details>`}var Ri=120;function zi(e,t,n){let{hass:r,t:i}=e,a=hi(t),o=t.area_id===null?void 0:r.areas[t.area_id]?.name;return g`<div class="row wrap">
      <h3 class="name foreign">${L(t.name,Ri)}</h3>
      ${W(_i[a],vi[a],i(gi[a]))}
      ${t.is_uplink?W(`info`,`mdi:arrow-up-bold`,i(`port_map.uplink`)):y}
      ${t.faults.map(e=>W(e.fault===`high_utilisation`?`warn`:`bad`,`mdi:alert`,i(yi[e.fault])))}
      ${!xi(t)||t.faults.length>0?y:W(`bad`,`mdi:flash-alert`,i(`port_map.poe.fault`))}
    </div>
    <dl>
      ${Y(i(`port_map.alias`),Bi(t))} ${Y(i(`port_map.connected`),Vi(e,t))}
      ${Y(i(`port_map.room`),o)} ${Y(i(`port_map.neighbour`),Hi(e,t.neighbours))}
      ${Y(i(`port_map.speed`),Ui(e,t))} ${Y(i(`port_map.traffic`),Wi(e,t))}
      ${Y(i(`port_map.utilisation`),t.utilisation===null?null:`${j(r,t.utilisation)} %`)}
      ${Y(i(`port_map.errors`),Gi(e,t))} ${Y(i(`port_map.power`),wi(e,t))}
      ${Y(i(`port_map.vlan`),t.vlan===null?null:String(t.vlan))}
      ${Y(i(`port_map.changed`),Ki(e,t))} ${Y(i(`port_map.since`),qi(e,t))}
    </dl>
    ${n}`}function Y(e,t){return t==null||t===``||t===y?y:g`<div>
        <dt>${e}</dt>
        <dd>${t}</dd>
      </div>`}function Bi(e){return L([e.alias,e.description].find(e=>e!==null&&e!==``)??``,Ri)}function Vi({t:e},t){return t.connected.length===0?y:g`${t.connected.map((t,n)=>{let r=n>0?e(`list_comma`):``;return t.device_id===null?g`${r}${L(t.name,Ri)}`:g`${r}<a href=${Wt(t.device_id)}>${L(t.name,Ri)}</a>`})}`}function Hi({t:e},t){return t.map(e=>{let t=L(e.name??e.address??e.chassis_id??``,Ri),n=e.port_id??e.port_description;return n===null?t:`${t} (${L(n,Ri)})`}).join(e(`list_comma`))}function Ui({hass:e,t},n){let r=n.speed===null?``:Xr(e,n.speed),i=n.duplex===`half`?t(`port_map.half`):n.duplex===`full`?t(`port_map.full`):``;return[r,r===``?``:i].filter(e=>e!==``).join(t(`list_comma`))}function Wi({hass:e,t},n){return n.in_rate===null||n.out_rate===null?``:t(`port_map.in_out`,{in:Xr(e,n.in_rate),out:Xr(e,n.out_rate)})}function Gi({hass:e,t},n){let r=[n.in_errors,n.out_errors];if(r.every(e=>e===null))return``;let i=r.reduce((e,t)=>e+(t??0),0),a=(n.error_rate??0)*60;return a>0?t(`port_map.errors_rate`,{total:j(e,i,0),rate:j(e,a)}):j(e,i,0)}function Ki({hass:e,t},n){return n.seconds_since_change===null?``:t(`port_map.ago`,{duration:$r(e,n.seconds_since_change)})}function qi({hass:e,t},n){return n.faults.map(({fault:n,since:r})=>`${t(yi[n])} ${st(e,r)}`).join(t(`list_comma`))}function Ji(e,t,n,r){let{hass:i,t:a}=e,o=e=>e===``?y:e;return Gr({caption:t,rows:n,keyOf:e=>String(e.if_index),open:r,columns:[{key:`name`,label:a(`port_map.port`),isHead:!0,cell:e=>e.name},{key:`state`,label:a(`port_map.link`),cell:t=>Yi(e,t)},{key:`speed`,label:a(`port_map.speed`),cell:e=>e.speed===null?y:Xr(i,e.speed)},{key:`poe`,label:`PoE`,cell:t=>Ci(t)||Si(t)?wi(e,t):y},{key:`use`,label:a(`port_map.utilisation`),isNumber:!0,cell:e=>e.utilisation===null?y:`${j(i,e.utilisation)} %`},{key:`connected`,label:a(`port_map.connected`),cell:e=>o([...e.connected.map(({name:e})=>e),...e.neighbours.map(({name:e})=>e??``)].filter(e=>e!==``).join(a(`list_comma`)))},{key:`alias`,label:a(`port_map.alias`),cell:e=>o(e.alias??``)}]})}function Yi({t:e},t){let n=hi(t);return g`${W(_i[n],vi[n],e(gi[n]))}
  ${t.is_uplink?W(`info`,`mdi:arrow-up-bold`,e(`port_map.uplink`)):y}
  ${t.faults.map(({fault:t})=>W(`bad`,`mdi:alert`,e(yi[t])))}`}var Xi=o`
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
  .port[aria-pressed="true"] .speed {
    color: var(--primary-text-color);
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
`,Zi=5,Qi=class extends F{constructor(...e){super(...e),this.isTable=!1,this.members=[],this.restart=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,Yr,Xi]}checkConfig(e){if(typeof e.device_id!=`string`||e.device_id===``)throw Error(`device_id`);return e}configured(e){this.data=void 0,this.chosen=this.passing=this.focused=void 0,this.subscribe(`ports`,Ur(e.device_id),e=>{this.members=ii(e.ports),this.data=e})}renderCard(e){let t={hass:e,t:(e,t)=>this.t(e,t)},{data:n}=this;return g`<ha-card>
      <div class="row head">
        <h2 class="grow cut">${n?L(n.switch,120):this.t(`port_map.title`)}</h2>
        <button type="button" aria-pressed=${this.isTable} ?disabled=${!n} @click=${this.toggle}>
          ${this.t(`port_map.as_table`)}
        </button>
      </div>
      <div class="content">${n?this.renderSwitch(t,n):this.t(`loading`)}</div>
      ${this.asking?this.renderQuestion(t,this.asking):y}
    </ha-card>`}renderSwitch(e,t){let{t:n,hass:r}=e;if(t.ports.length===0)return g`<p>${n(`port_map.empty`)}</p>`;let i=t.ports.filter(xi);return g`${t.is_answering?y:g`<p class="notice" role="status">
              ${n(`port_map.silent`,{when:t.at===null?``:st(r,t.at)})}
            </p>`}
      ${i.length===0?y:this.renderTroubles(e,i)}
      ${this.isTable?Ji(e,t.switch,t.ports,e=>this.choose(e)):g`${this.members.map(t=>this.renderMember(e,t))} ${Li(e)}`}
      <div class="panel" role="region" aria-label=${n(`port_map.details`)}>${this.renderPanel(e,t)}</div>`}renderTroubles({t:e},t){return g`<h3 id="troubles">${e(`port_map.in_trouble`,{count:t.length})}</h3>
      <div class="troubles" role="group" aria-labelledby="troubles">
        ${t.slice(0,12).map(t=>g`<button type="button" class="cut" @click=${()=>this.choose(t)}>
                ${t.name} ${t.faults.map(({fault:t})=>e(yi[t])).join(e(`list_comma`))}
              </button>`)}
      </div>`}renderMember(e,t){let{t:n}=e,{tabStop:r}=this,i=t.id===``?n(`port_map.ports`):n(`port_map.member`,{number:t.id});return g`<div class="member">
      ${t.id===``?y:g`<h3>${i}</h3>`}
      <div
        class="plate"
        role="group"
        aria-label=${i}
        aria-describedby="keys"
        @mouseleave=${()=>this.passing=void 0}
      >
        ${t.blocks.map(t=>g`<div class="block ${t.kind}" style="grid-template-columns: repeat(${t.columns}, auto)">
              ${t.slots.map(n=>this.renderPort(e,t,n,n===r))}
            </div>`)}
      </div>
      <span id="keys" class="sr-only">${n(`port_map.keys`)}</span>
    </div>`}renderPort(e,t,n,r){let{port:i}=n,a=i.oper===`up`&&i.speed!==null?Zr(e.hass,i.speed):``,o=[n.label,a].filter(e=>e!==``).join(` `);return g`<button
      type="button"
      class="port ${n.row===1?`lower`:``}"
      style="grid-column: ${n.column+1}; grid-row: ${n.row+1}"
      data-index=${i.if_index}
      tabindex=${r?0:-1}
      aria-pressed=${this.chosen===i.if_index}
      aria-label=${`${o}, ${Ti(e,i)}`}
      @click=${()=>this.choose(i)}
      @focus=${()=>this.focused=i.if_index}
      @mouseenter=${()=>this.passing=i.if_index}
      @keydown=${e=>this.move(e,n)}
    >
      <span class="label">${n.label}</span>
      ${Oi(i,t.kind,n.row)}
      <span class="speed">${a}</span>
    </button>`}renderPanel(e,t){let n=this.passing??this.chosen??this.focused,r=t.ports.find(e=>e.if_index===n);return r?zi(e,r,this.renderActions(e,t,r)):g`<p class="secondary">${e.t(`port_map.choose`)}</p>`}renderActions({t:e,hass:t},n,r){return r.poe_enabled===null||r.is_uplink||t.user?.is_admin!==!0?y:g`<div class="actions">
      ${n.may_switch?g`<button type="button" ?disabled=${this.restart.isRunning} @click=${()=>this.asking=r}>
              ${this.restart.isRunning?e(`port_map.restart.running`):e(`port_map.restart.button`)}
            </button>`:g`<p class="secondary">${e(`port_map.restart.not_allowed`)}</p>`}
      <p role="alert" class=${this.restart.error?`error`:``}>${this.restart.error}</p>
    </div>`}renderQuestion({hass:e,t},n){let r=n.connected.map(({name:e})=>e).join(t(`list_comma`));return g`<smart-campus-dialog
      .hass=${e}
      .heading=${t(`port_map.restart.title`,{port:n.name})}
      @smart-campus-closed=${()=>this.asking=void 0}
    >
      <p>${t(`port_map.restart.question`,{seconds:Zi})}</p>
      ${r===``?y:g`<p>${t(`port_map.restart.affected`,{names:r})}</p>`}
      <div slot="actions">
        <button type="button" @click=${this.closeQuestion}>${t(`dialog.cancel`)}</button>
        <button type="button" class="primary" @click=${()=>this.powerCycle(n)}>
          ${t(`port_map.restart.button`)}
        </button>
      </div>
    </smart-campus-dialog>`}toggle(){this.isTable=!this.isTable,this.passing=void 0}choose(e){this.chosen=this.focused=e.if_index,this.passing=void 0,this.restart.forget()}get tabStop(){let e=this.members.flatMap(e=>e.blocks.flatMap(e=>e.slots));return e.find(({port:e})=>e.if_index===(this.focused??this.chosen))??e[0]}move(e,t){if(![`ArrowLeft`,`ArrowRight`,`ArrowUp`,`ArrowDown`,`Home`,`End`].includes(e.key))return;e.preventDefault(),e.stopPropagation();let n=mi(this.members,t,e.key);this.renderRoot.querySelector(`[data-index="${n.port.if_index}"]`)?.focus()}closeQuestion(){this.renderRoot.querySelector(`smart-campus-dialog`)?.close()}powerCycle(e){this.closeQuestion();let{hass:t,data:n}=this;if(!t||!n)return;let r=n.ports.filter(({name:t})=>t===e.name).length===1?e.name:String(e.if_index);this.restart.run(async()=>{let e={device_id:n.device_id,port:r,off_seconds:Zi};await t.callService(`smart_campus`,`power_cycle_port`,e,void 0,!1)})}};P([S()],Qi.prototype,`data`,void 0),P([S()],Qi.prototype,`chosen`,void 0),P([S()],Qi.prototype,`passing`,void 0),P([S()],Qi.prototype,`focused`,void 0),P([S()],Qi.prototype,`isTable`,void 0),P([S()],Qi.prototype,`asking`,void 0),E(`smart-campus-port-map-card`,Qi);var $i={},ea=Tt(class extends Et{constructor(){super(...arguments),this.ot=$i}render(e,t){return t()}update(e,[t,n]){if(Array.isArray(t)){if(Array.isArray(this.ot)&&this.ot.length===t.length&&t.every((e,t)=>e===this.ot[t]))return v}else if(this.ot===t)return v;return this.ot=Array.isArray(t)?Array.from(t):t,this.render(t,n)}});function ta(e,t,n,r=!1){let i=t[n];if(!i)return null;switch(e){case`ArrowRight`:return na(t,n+(r?-1:1));case`ArrowLeft`:return na(t,n+(r?1:-1));case`Home`:return 0;case`End`:return t.length-1;case`ArrowDown`:return ia(t,i,ra(t,n,1));case`ArrowUp`:return ia(t,i,ra(t,n,-1));default:return null}}function na(e,t){return t>=0&&t<e.length?t:null}function ra(e,t,n){let r=e[t]?.top,i=[];for(let a=t+n;a>=0&&a<e.length;a+=n){let t=e[a],n=e[i[0]??-1];if(t&&t.top!==r){if(n&&n.top!==t.top)break;i.push(a)}}return i}function ia(e,t,n){let r=e=>e.left+e.width/2,i=null,a=1/0;for(let o of n){let n=e[o];n&&Math.abs(r(n)-r(t))<a&&(a=Math.abs(r(n)-r(t)),i=o)}return i}var aa=5e3,oa=new Intl.Collator(void 0,{numeric:!0,sensitivity:`base`}),sa=class{constructor(){this.total=0,this.isLoaded=!1,this.pages=/* @__PURE__ */ new Map}clear(){this.pages.clear(),this.total=0,this.isLoaded=!1}take(e,t){if(t.gone===void 0){this.total=t.total,this.isLoaded=!0,this.pages.set(e,new Map(t.rooms.map(e=>[e.room,e])));return}let n=this.pages.get(e)??/* @__PURE__ */ new Map;this.pages.set(e,n),this.total=t.total;for(let e of t.gone)n.delete(e);for(let e of t.rooms)n.set(e.room,e)}furtherOffsets(){let e=Math.ceil(Math.min(this.total,aa)/500)-1;return Array.from({length:Math.max(0,e)},(e,t)=>(t+1)*500)}all(){let e=/* @__PURE__ */ new Map;for(let t of this.pages.values())for(let[n,r]of t)e.set(n,r);return[...e.values()]}};function ca(e,t){let n=/* @__PURE__ */ new Map;for(let r of e){let e=JSON.stringify([r.site,r.floor_id]),i=n.get(e);if(i)i.rooms.push(r);else{let i=(r.floor_id===null?null:t(r.floor_id))??-1/0;n.set(e,{key:e,site:r.site,siteTitle:r.site_title,floor:r.floor,level:i,rooms:[r]})}}let r=[...new Set(e.map(e=>e.site))],i=[...n.values()].sort((e,t)=>r.indexOf(e.site)-r.indexOf(t.site)||Number(e.floor===null)-Number(t.floor===null)||(e.level===t.level?0:t.level-e.level));for(let e of i)e.rooms.sort((e,t)=>oa.compare(e.name,t.name));return i}function la(e,t,n){if(n.size>0&&!n.has(e.state))return!1;let r=t.toLocaleLowerCase().split(/\s+/).filter(Boolean);if(r.length===0)return!0;let{name:i,floor:a,site_title:o,now:s,next:c}=e,l=[i,a,o,s?.course,s?.teacher,s?.group,c?.course,c?.teacher].filter(Boolean).join(` `).toLocaleLowerCase();return r.every(e=>l.includes(e))}var ua=o`
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
`,da=160;function fa(e,t,n){let r=(t,n)=>O(e.locale,t,n),i=Wn(t.state),[a]=t.reasons;return g`<a
    class="tile"
    data-tone=${i.tone}
    data-room=${t.room}
    href=${Ht(t.room)}
    tabindex=${n?0:-1}
  >
    <span class="top">
      <span class="name" dir="auto">${L(t.name,da)}</span>
      ${pa(r,t)}
    </span>
    <span class="mark"><ha-icon .icon=${i.icon} aria-hidden="true"></ha-icon><span>${r(i.word)}</span></span>
    ${a&&(t.state===`trouble`||t.state===`attention`)?g`<span class="line reason" dir="auto">${L(a.text,da)}</span>`:y}
    ${t.now?ma(r(`rooms.until`,{at:k(e,t.now.end)}),t.now):y}
    ${t.next?g`<span class="next">${ma(k(e,t.next.start),t.next)}</span>`:y}
    ${ha(r,t)}
  </a>`}function pa(e,{recording:t}){let n=Gn(t);return n?g`<span class="recording" data-tone=${n.tone} title=${e(n.word)}>
        <ha-icon .icon=${n.icon} aria-hidden="true"></ha-icon><span class="sr-only">${e(n.word)}</span>
      </span>`:y}function ma(e,t){return g`<span class="line">
    <span class="secondary">${e}</span> <bdi>${L(t.course,da)}</bdi>
  </span>`}function ha(e,t){let n=[[t.alerts,t.worst===`notice`?`info`:t.worst===`warning`?`warn`:`bad`,`mdi:bell`,`rooms.alerts`],[t.offline,`warn`,`mdi:lan-disconnect`,`rooms.offline`]].filter(([e])=>e>0);return n.length===0?y:g`<span class="counts"
        >${n.map(([t,n,r,i])=>g`<span class="mark" data-tone=${n}
              ><ha-icon .icon=${r} aria-hidden="true"></ha-icon><span>${e(i,{count:t})}</span></span
            >`)}</span
      >`}var ga=class extends F{constructor(...e){super(...e),this.store=new sa,this.listened=/* @__PURE__ */ new Set,this.text=``,this.states=/* @__PURE__ */ new Set,this.remember=e=>{this.active=e.target.dataset.room??this.active},this.move=e=>{if(e.altKey||e.ctrlKey||e.metaKey||e.shiftKey)return;let t=[...this.renderRoot.querySelectorAll(`.tile`)],n=t.indexOf(e.target);if(n<0||!/^(Arrow|Home$|End$)/.test(e.key))return;let r=t.map(e=>(e.parentElement??e).getBoundingClientRect()),i=ta(e.key,r,n,getComputedStyle(this).direction===`rtl`);e.preventDefault(),i!==null&&t[i]?.focus()}}static{this.styles=[N,I,ua]}getGridOptions(){return{columns:`full`,rows:`auto`,min_columns:6}}configured(){this.language=void 0}willUpdate(e){if(super.willUpdate(e),this.hass&&this.config&&this.language!==D(this.hass.locale)){this.language=D(this.hass.locale);for(let e of this.listened)this.unsubscribe(`rooms:${e}`);this.listened.clear(),this.store.clear(),this.listen(0)}}listen(e){this.listened.add(e);let{site:t,floor_id:n}=this.config??{},r=cr({...t!==void 0&&{site:t},...n!==void 0&&{floor_id:n},language:this.language,offset:e,limit:500});this.subscribe(`rooms:${e}`,r,t=>{this.store.take(e,t);for(let e of this.store.furtherOffsets())this.listened.has(e)||this.listen(e);this.requestUpdate()})}renderCard(e){let t=this.store.all(),n=t.filter(e=>la(e,this.text,this.states)),r=ca(n,t=>e.floors?.[t]?.level),i=r[0]?.rooms[0]?.room,a=n.some(e=>e.room===this.active)?this.active:i;return g`<ha-card>
      <h2 class="sr-only">${this.t(`rooms.title`)}</h2>
      ${this.renderBar(t,n.length)}
      ${r.length>0?this.renderGroups(e,r,a):this.renderNothing(t.length)}
    </ha-card>`}renderBar(e,t){return g`<div class="bar" role="search">
      <input
        type="search"
        aria-label=${this.t(`rooms.find`)}
        placeholder=${this.t(`rooms.find`)}
        maxlength="80"
        .value=${this.text}
        @input=${e=>this.text=e.target.value}
      />
      <div class="states" role="group" aria-label=${this.t(`rooms.states`)}>
        ${Vn.map(t=>this.renderState(t,e.filter(e=>e.state===t).length))}
      </div>
      <span class="sr-only" role="status">
        ${this.store.isLoaded?this.t(`rooms.shown`,{count:t,total:e.length}):y}
      </span>
    </div>`}renderState(e,t){let n=this.states.has(e);if(t===0&&!n)return y;let r=Wn(e);return g`<button
      type="button"
      data-tone=${r.tone}
      aria-pressed=${n}
      @click=${()=>{let t=new Set(this.states);t.delete(e)||t.add(e),this.states=t}}
    >
      <ha-icon .icon=${r.icon} aria-hidden="true"></ha-icon>${this.t(r.word)} ${t}
    </button>`}renderGroups(e,t,n){let r=this.config?.floor_id===void 0;return g`<div @keydown=${this.move} @focusin=${this.remember}>
      ${Lt(t,e=>e.key,i=>g`<section>
            ${r?g`<h3 dir="auto">${this.heading(i,t)}</h3>`:y}
            <ul>
              ${Lt(i.rooms,e=>e.room,t=>g`<li>
                    ${ea([t,t.room===n,e.locale],()=>fa(e,t,t.room===n))}
                  </li>`)}
            </ul>
          </section>`)}
    </div>`}heading(e,t){let n=e.floor===null?this.t(`buildings.no_floor`):L(e.floor,80);return this.config?.site!==void 0||t.every(t=>t.site===e.site)?n:`${L(e.siteTitle,80)} · ${n}`}renderNothing(e){return this.store.isLoaded?e===0?g`<p class="nothing secondary">${this.t(`rooms.none`)}</p>`:g`<div class="nothing row">
      <p class="secondary">${this.t(`rooms.no_match`)}</p>
      <button
        type="button"
        @click=${()=>{this.text=``,this.states=/* @__PURE__ */ new Set}}
      >
        ${this.t(`rooms.show_all`)}
      </button>
    </div>`:g`<p class="nothing secondary">${this.t(`rooms.loading`)}</p>`}};P([S()],ga.prototype,`text`,void 0),P([S()],ga.prototype,`states`,void 0),P([S()],ga.prototype,`active`,void 0),E(`smart-campus-room-grid-card`,ga);var _a=`/config/integrations/dashboard/add?domain=smart_campus`,va=`/config/integrations/integration/smart_campus`;async function ya(e,t){return V([{type:`grid`,column_span:2,cards:[{type:`custom:smart-campus-error-card`,message:t instanceof TypeError||t instanceof RangeError?O(e.locale,`error.unknown`,{message:t.message}):await M(e,t),reload:!0}]}])}function ba(e,t){return V([{type:`grid`,column_span:2,cards:[{type:`custom:smart-campus-error-card`,icon:`mdi:timer-sand`,message:O(e.locale,`error.waiting`,{sites:t.join(O(e.locale,`list_comma`))}),reload:!0,...e.user?.is_admin===!1?{}:{path:va,link:O(e.locale,`error.settings`)}}]}])}function xa(e,t,n){let r=t=>O(e.locale,`empty.${n}.${t}`);return{type:`empty-state`,icon:t,title:r(`title`),content:e.user?.is_admin===!1?O(e.locale,`empty.ask_admin`):r(`text`),content_only:!0,...e.user?.is_admin!==!1&&{buttons:[{text:r(`action`),tap_action:{action:`navigate`,navigation_path:n===`site`?_a:va}}]}}}function Sa(e,t,n){return V([{type:`grid`,column_span:3,cards:[{...xa(e,t,n),grid_options:{columns:`full`}}]}])}function Ca(e,t){return e.areas!==t.areas||e.floors!==t.floors||e.locale.language!==t.locale.language||e.user?.is_admin!==t.user?.is_admin||Ta(e.devices,t.devices)}function wa(e,t){return Ca(e,t)||Ta(e.entities,t.entities)}function Ta(e,t){return e!==t&&Object.keys(e).length!==Object.keys(t).length}function X(e,t,{watchesEntities:n=!1}={}){E(`ll-strategy-view-smart-campus-${e}`,class extends HTMLElement{static{this.noEditor=!0}static shouldRegenerate(e,t,r){return n?wa(t,r):Ca(t,r)}static generate(e,n){return Ea(t,e,n)}})}async function Ea(e,t,n){try{let r=await zt(n),i=Oa(r,t.sites);return i.length===0?Da(n,r):await e({hass:n,config:t,campus:r,sites:i,t:(e,t)=>O(n.locale,e,t)})}catch(e){return ya(n,e)}}function Da(e,{waiting:t=[]}){return t.length>0?ba(e,t.map(({title:e})=>e)):Sa(e,`mdi:school-outline`,`site`)}function Oa(e,t){return t===void 0?e.sites:e.sites.filter(({site:e})=>t.includes(e))}var ka=[`attention`,`buildings`,`recordings`,`network`,`energy`,`gates`,`equipment`],Aa={attention:`mdi:bell-alert-outline`,buildings:`mdi:office-building-outline`,recordings:`mdi:record-rec`,network:`mdi:switch`,energy:`mdi:lightning-bolt-outline`,gates:`mdi:door`,equipment:`mdi:clipboard-list-outline`},ja=`(min-width: 1500px)`,Ma=`(max-width: 870px)`;async function Na(e,t){let n=e.title??O(t.locale,`dashboard.title`);try{let r=await zt(t),i=Oa(r,e.sites);if(i.length===0)return{title:n,views:[{...Da(t,r),title:n}]};let a=e.sites&&{sites:e.sites},o=i.flatMap(({site:e,rooms:t})=>t.map(({room:t,name:n})=>La(e,t,n))),s=i.flatMap(({switches:e})=>e.map(({device_id:e,name:t})=>Ra(e,t)));return{title:n,views:[...Pa(e).map(e=>Fa(t,e,a)),...o,...s]}}catch(e){return{title:n,views:[{...await ya(t,e),title:n}]}}}function Pa({views:e}){let t=e?.filter(e=>ka.includes(e))??[];return t.length>0?t:ka}function Fa(e,t,n){return{title:O(e.locale,`view.${t}`),path:t,...Ia(t),strategy:{type:`custom:smart-campus-${t}`,...n}}}function Ia(e){return matchMedia(ja).matches?{icon:Aa[e],show_icon_and_title:!0}:matchMedia(Ma).matches?{icon:Aa[e]}:{}}function La(e,t,n){return{title:n,path:`room-${t}`,subview:!0,strategy:{type:`custom:smart-campus-room`,site:e,room:t}}}function Ra(e,t){return{title:t,path:`switch-${e}`,subview:!0,strategy:{type:`custom:smart-campus-switch`,device_id:e}}}E(`ll-strategy-dashboard-smart-campus`,class extends HTMLElement{static shouldRegenerate(e,t,n){return Ca(t,n)}static generate(e,t){return Na(e,t)}static getCreateSuggestions(e){return{title:O(e.locale,`dashboard.title`),icon:`mdi:school`}}});function za(){let e=window.customStrategies??=[];e.some(({type:e})=>e===`smart-campus`)||e.push({type:`smart-campus`,strategyType:`dashboard`,get name(){return Ba(`dashboard.name`)},get description(){return Ba(`dashboard.description`)},documentationURL:`https://github.com/smart-campus/smart-campus/blob/main/docs/dashboard.md`})}function Ba(e){return O(document.querySelector(`home-assistant`)?.hass?.locale??{language:document.documentElement.lang||navigator.language},e)}function Va({config:e,sites:t,t:n}){let r=e.sites?t.map(({site:e,title:t})=>({site:e,title:t})):[{site:void 0,title:``}];return V(r.flatMap(({site:e,title:t})=>{let i=e=>r.length>1?`${t} · ${e}`:e,a=t=>H({type:`custom:smart-campus-attention-card`,list:t,...e&&{site:e}});return[B(z(i(n(`attention.alerts`)),{icon:`mdi:bell-alert-outline`}),[H({type:`custom:smart-campus-alert-list-card`,...e&&{site:e}})],2),B(z(i(n(`attention.not_ready`)),{icon:`mdi:door-open`,path:`buildings`}),[a(`not_ready`)]),B(z(i(n(`attention.offline`)),{icon:`mdi:lan-disconnect`,path:`network`}),[a(`offline`)],2),B(z(i(n(`attention.recordings`)),{icon:`mdi:record-rec`,path:`recordings`}),[a(`recordings`)])]}))}X(`attention`,Va);function Ha({hass:e,sites:t}){let n=t.filter(({rooms:e})=>e.length>0);return n.length===0?Sa(e,`mdi:door`,`rooms`):V(n.map(({site:e,title:t})=>B(z(t,{icon:`mdi:office-building-outline`}),[H({type:`custom:smart-campus-room-grid-card`,site:e})],`full`)))}X(`buildings`,Ha);var Ua=6;async function Wa(e){let{hass:t,sites:n}=e,r=await Promise.all(n.map(({site:e})=>it(t,e))),i=n.flatMap(({site:t,title:i},a)=>{let o=r[a];return o?Ga(t,e=>hn(i,n.length>1,e),o,e):[]});return i.some(e=>e!==void 0)?V(i):Sa(t,`mdi:lightning-bolt-outline`,`energy`)}function Ga(e,t,{total:n,groups:r,others:i=[]},{t:a}){let o=r.flatMap(e=>e.rooms),s=o.some(({after_hours_week:e})=>e!==null),c=[...i,...o],l=n.power===null?c.flatMap(({power:e})=>e??[]):[n.power],u=n.energy===null?c.flatMap(({energy:e})=>e??[]):[n.energy];return[B(z(t(a(`energy.power`)),{icon:`mdi:chart-line`}),Ka(l.slice(0,Ua))),s?B(z(t(a(`energy.after_hours`)),{icon:`mdi:weather-night`}),[H({type:`custom:smart-campus-after-hours-card`,site:e})]):void 0,B(z(t(a(`energy.by_day`)),{icon:`mdi:chart-bar`}),qa(u.slice(0,Ua))),...r.map(({name:e,rooms:n})=>B(z(t(e??a(`buildings.no_floor`)),{icon:`mdi:floor-plan`}),n.flatMap(Ja))),B(z(t(a(`energy.others`)),{icon:`mdi:meter-electric-outline`}),i.flatMap(Ja))]}function Ka(e){return e.length===0?[]:[{type:`history-graph`,entities:e,hours_to_show:24,grid_options:{columns:`full`,rows:`auto`}}]}function qa(e){return e.length===0?[]:[{type:`statistics-graph`,entities:e,stat_types:[`change`],chart_type:`bar`,period:`day`,days_to_show:14,grid_options:{columns:`full`,rows:`auto`}}]}function Ja({name:e,power:t,energy:n}){let r=t??n;return r===null?[]:[En({entity_id:r,point:``,platform:`sensor`},{mayControl:!1,name:e})]}X(`energy`,Wa,{watchesEntities:!0});function Ya({config:e,sites:t,t:n}){let r=e.sites&&t.length===1?{site:t[0]?.site}:{},i=t.filter(({may_manage:e})=>e).map(({site:e,title:r})=>B(z(t.length>1?`${r} · ${n(`equipment.import`)}`:n(`equipment.import`),{icon:`mdi:table-arrow-up`}),[H({type:`custom:smart-campus-equipment-import-card`,site:e})],`full`));return V([B(z(n(`equipment.ledger`),{icon:`mdi:clipboard-list-outline`}),[H({type:`custom:smart-campus-equipment-card`,...r})],`full`),B(z(n(`equipment.work_orders`),{icon:`mdi:wrench-clock`}),[H({type:`custom:smart-campus-work-orders-card`,...r})],2),B(z(n(`equipment.indicators`),{icon:`mdi:chart-box-outline`}),[H({type:`custom:smart-campus-indicators-card`,...r})]),...i])}X(`equipment`,Ya);function Xa(e,t){return w(e,{type:`smart_campus/dashboard/devices`,offset:0,limit:100,...t})}var Za=100;async function Qa(e){let{hass:t,campus:n}=e,r=e.sites.filter(({kinds:e})=>(e.gate??0)>0);if(r.length===0)return Sa(t,`mdi:door`,`gates`);let i=await Promise.all(r.map(({site:e})=>Xa(t,{site:e,kind:`gate`,limit:Za})));return V(r.flatMap((t,a)=>[...(i[a]?.devices??[]).map(t=>$a(t,e)),...n.is_admin?eo(t,r.length>1,e):[]]))}function $a(e,{hass:{states:t}}){return B(z(e.name,{icon:U.gate}),jn(e,{states:t,mayControl:e.may_control===!0,withName:!1}))}function eo({site:e,title:t},n,{t:r}){let i=e=>n?`${t} · ${r(e)}`:r(e);return[B(z(i(`gates.windows`),{icon:`mdi:card-account-details-star-outline`}),[H({type:`custom:smart-campus-windows-card`,site:e})],2),B(z(i(`gates.access`),{icon:`mdi:card-account-details-outline`}),[H({type:`custom:smart-campus-access-card`,site:e,limit:50})],2)]}X(`gates`,Qa,{watchesEntities:!0});function to(e){return{type:`smart_campus/dashboard/network/subscribe`,site:e}}async function no(e){let{hass:t}=e,n=e.sites.filter(({kinds:e})=>(e.switch??0)+(e.probe??0)>0);if(n.length===0)return Sa(t,`mdi:switch`,`network`);let r=await Promise.all(n.map(({site:e})=>rt(t,to(e))));return V(n.flatMap(({site:t,title:i},a)=>{let o=r[a];return o?ro(t,n.length>1?`${i} · `:``,o,e):[]}))}function ro(e,t,{switches:n,paths:r},{hass:i,t:a}){return[B(z(t+a(`network.switches`),{icon:U.switch}),[...n].sort(ao).map(e=>Mn(e,`switch-${e.device_id}`)),2),B(z(t+a(`network.inspection`),{icon:`mdi:clipboard-check-outline`}),[H({type:`custom:smart-campus-inspection-card`,site:e})]),B(z(t+a(`network.paths`),{icon:U.probe}),[...r].sort(oo).flatMap(e=>[...jn(e,{mayControl:!1,withName:!0}),...io(e,i)]),2),B(z(t+a(`network.events`),{icon:`mdi:history`}),[Fn([...n,...r].flatMap(e=>An(e)??[]))])]}function io({entities:e},{states:t}){let n=e=>t[e.entity_id]?.state===`off`;return e.filter(({platform:e,point:t})=>e===`binary_sensor`&&/^path_.*_reachable$/.test(t)).sort((e,t)=>Number(n(t))-Number(n(e))).map(e=>En(e,{mayControl:!1}))}function ao(e,t){return so(t,t.ports_in_trouble)-so(e,e.ports_in_trouble)||co(e,t)}function oo(e,t){return so(t,t.failing??0)-so(e,e.failing??0)||co(e,t)}function so({is_reachable:e,problem:t},n){return(e?0:2)+(t||n>0?1:0)}function co(e,t){return e.name.localeCompare(t.name,void 0,{numeric:!0})}X(`network`,no);function lo({hass:e,sites:t,t:n}){let r=t.filter(({kinds:e})=>(e.recorder??0)>0);return r.length===0?Sa(e,`mdi:record-rec`,`recorders`):V(r.map(({site:e,title:t})=>B(z(r.length>1?`${t} · ${n(`recordings.today`)}`:n(`recordings.today`),{icon:`mdi:record-rec`}),[H({type:`custom:smart-campus-recordings-card`,site:e})],`full`)))}X(`recordings`,lo);var uo=[`readiness`,`occupancy`,`temperature`,`humidity`,`carbon_dioxide`,`illuminance`,`power`],fo=[`projector`,`recorder`,`lighting`,`gate`],po=[`environment`,`meter`,`switch`,`probe`],mo=4,ho=60,go=12;async function _o(e){let{hass:t,config:n,t:r}=e,i=await lr(t,n.site,n.room),{site:a,room:o}=n,{area_id:s}=i.room,c=s===null?[]:[H({type:`custom:smart-campus-alert-list-card`,site:a,area_id:s})];return V([B(z(r(`room.today`),{icon:`mdi:calendar-today`}),[i.may_control?H({type:`custom:smart-campus-class-card`,site:a,room:o}):void 0,H({type:`custom:smart-campus-day-card`,site:a,room:o})]),B(void 0,[...mn(z(r(`attention.alerts`),{icon:`mdi:bell-alert-outline`}),c),...mn(z(r(`room.cameras`),{icon:`mdi:cctv`}),i.cameras.slice(0,mo).map(yo)),...fo.flatMap(t=>vo(t,i,e))]),B(void 0,[...po.flatMap(t=>vo(t,i,e)),...mn(z(r(`room.events`),{icon:`mdi:history`}),bo(i))])],uo.flatMap(e=>{let t=i.entities[e];return t===void 0?[]:[Pn(t,r(`role.${e}`))]}))}function vo(e,t,{hass:n,t:r}){let i={states:n.states,mayControl:t.may_control},a=t.devices.filter(t=>t.kind===e),o=a.flatMap(t=>e===`switch`?[Mn(t,`switch-${t.device_id}`)]:jn(t,{...i,mayControl:t.may_control===!0,withName:a.length>1})),{lights:s}=t.entities;if(e===`lighting`&&s!==void 0){let e={entity_id:s,point:`lights`,platform:`light`};o.unshift(En(e,{...i,name:r(`room.all_lights`)}))}return mn(z(r(`kind.${e}`),{icon:U[e]}),o)}function yo(e){return H({type:`picture-entity`,entity:e,show_name:!0,show_state:!1,camera_view:`auto`})}function bo({entities:e,devices:t}){let{in_lesson:n,readiness:r,occupancy:i}=e,a=[n,r,i].flatMap(e=>e===void 0?[]:[{entity_id:e}]),o=t.flatMap(e=>e.entities.filter(xo)).slice(0,ho),s=Fn([...a,...o.filter(({entity_id:e})=>e!==i)],go);return s?[s]:[]}function xo({is_main:e,platform:t}){return e&&t!==`sensor`&&t!==`camera`}X(`room`,_o,{watchesEntities:!0});function So({hass:e,config:t,t:n}){let{device_id:r}=t,i=Dn({kind:`switch`,entities:Co(e,r)});return V([B(z(n(`network.ports`),{icon:`mdi:ethernet`}),[H({type:`custom:smart-campus-port-map-card`,device_id:r})],`full`),B(z(n(`network.values`),{icon:U.switch}),i.map(e=>En(e,{mayControl:!1})),2),B(z(n(`network.events`),{icon:`mdi:history`}),[Fn(i)])])}function Co(e,t){return Object.values(e.entities).flatMap(e=>e?.device_id===t&&!e.hidden?[{entity_id:e.entity_id,point:e.translation_key??``,platform:e.entity_id.split(`.`)[0]??``,is_main:e.entity_category===void 0}]:[])}X(`switch`,So,{watchesEntities:!0}),za();var wo=[`planned`,`armed`,`recording`,`paused`,`failed`,`stopped`,`stored`,`queued`,`uploaded`,`confirmed`,`erased`,`skipped`],To={planned:[`planned`,`armed`],running:[`recording`,`paused`],failed:[`failed`],waiting:[`stopped`,`stored`,`queued`,`uploaded`],confirmed:[`confirmed`,`erased`],skipped:[`skipped`]};function Eo(e){let t=Object.entries(e).filter(([,e])=>e!==void 0&&e!==``);return{type:`smart_campus/recordings/subscribe`,...Object.fromEntries(t)}}function Do(e,t,n){return w(e,{type:`smart_campus/recordings/steps`,site:t,recording_id:n})}function Oo(e,t){return w(e,{type:`media_source/resolve_media`,media_content_id:t.media_content_id})}var ko=300,Ao=/* @__PURE__ */ new WeakMap;function jo(e,t,n){return g`<label class="field search"
    ><span class="sr-only">${e}</span
    ><input type="search" maxlength="100" placeholder=${e} .value=${t} @input=${e=>{let t=e.target;clearTimeout(Ao.get(t)),Ao.set(t,setTimeout(()=>n(t.value.trim()),ko))}}
  /></label>`}function Mo(e,t,n,r){return g`<label class="field"
    ><span>${e}</span
    ><select @change=${e=>r(e.target.value)}>
      ${No(n,t)}
    </select></label
  >`}function No(e,t){return e.map(({value:e,label:n})=>e===t?g`<option value=${e} selected>${n}</option>`:g`<option value=${e}>${n}</option>`)}var Po=o`
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding: 8px 16px;
  }
  .field {
    display: flex;
    flex-direction: column;
    gap: 2px;
    min-width: 0;
  }
  .field > span:not(.sr-only) {
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  .field.search {
    flex: 1 1 180px;
  }
  .field select {
    max-width: 220px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 4px 16px;
  }
  .counts button {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 12px;
    border-color: color-mix(in srgb, var(--tone, var(--divider-color)) 60%, transparent);
  }
  .counts button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--tone) 22%, transparent);
    border-color: var(--primary-text-color);
  }
  .counts strong {
    font-size: 18px;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .head {
    flex-wrap: wrap;
    padding: 12px 16px 4px;
  }
  .error {
    padding-inline-start: 8px;
    border-inline-start: 4px solid var(--sc-bad);
  }
  .none {
    padding: 16px;
    color: var(--secondary-text-color);
  }
`;function Fo(e,t,n){let{offset:r,limit:i,total:a}=t;if(a<=i&&r===0)return y;let o=Math.min(r+i,a);return g`<nav class="pager" aria-label=${e.t(`pager.name`)}>
    <button
      type="button"
      ?disabled=${r===0}
      aria-label=${e.t(`pager.previous`)}
      @click=${()=>n(Math.max(0,r-i))}
    >
      <ha-icon .icon=${`mdi:chevron-left`} aria-hidden="true"></ha-icon>
    </button>
    <span aria-live="polite">${e.t(`pager.range`,{first:Math.min(r+1,a),last:o,total:a})}</span>
    <button
      type="button"
      ?disabled=${o>=a}
      aria-label=${e.t(`pager.next`)}
      @click=${()=>n(r+i)}
    >
      <ha-icon .icon=${`mdi:chevron-right`} aria-hidden="true"></ha-icon>
    </button>
  </nav>`}var Io=o`
  .pager {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
    padding: 8px 16px;
  }
  .pager button {
    padding: 0 8px;
  }
`;async function Lo(e,t){let{url:n}=await w(e,{type:`smart_campus/dashboard/report`,...t,language:D(e.locale)});Ro(e,n)}function Ro(e,t,n){if(!/^\/(?![/\\])/.test(t))return;let r=document.createElement(`a`);r.href=e.hassUrl?.(t)??t,n===void 0?(r.target=`_blank`,r.rel=`noopener`):r.download=n,r.click()}var zo=300,Bo=class extends b{constructor(...e){super(...e),this.site=``,this.media=[],this.loading=new q(this,e=>M(this.hass,e)),this.playing=new q(this,e=>M(this.hass,e))}static{this.styles=[N,I,o`
      ol {
        margin: 12px 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 8.5em 1fr;
        gap: 0 12px;
        padding: 6px 0;
        border-bottom: 1px solid var(--divider-color);
      }
      time {
        color: var(--secondary-text-color);
        font-variant-numeric: tabular-nums;
      }
      .missed {
        border-inline-start: 4px solid var(--sc-bad);
        padding-inline-start: 8px;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
      video {
        width: 100%;
        max-height: 50vh;
        border-radius: 8px;
        background: #000;
      }
      @media (max-width: 600px) {
        li {
          grid-template-columns: 1fr;
        }
      }
    `]}firstUpdated(){this.loading.run(async()=>{let e=await Do(this.hass,this.site,this.recording.recording_id);this.steps=e.steps,this.media=e.media})}render(){let{hass:e,recording:t}=this,n=G(e),{t:r}=n,i=[t.room,t.recorder,t.teacher,t.group].filter(e=>e!==``);return g`<p>${Rn(n,t)}</p>
      <p class="foreign">${i.map(e=>L(e,zo)).join(` · `)}</p>
      <p class="secondary">
        ${A(e,t.start)} – ${k(e,t.end)}${this.amount()}
      </p>
      <p>${zn(n,t)}</p>
      ${this.renderFilms(n)}
      <h3>${r(`ledger.steps`)}</h3>
      <p role="alert">${this.loading.error}</p>
      ${this.steps?g`<ol>
              ${this.steps.map(e=>this.renderStep(n,e))}
            </ol>`:g`<p>${this.loading.error===``?r(`loading`):y}</p>`}`}amount(){let{duration_s:e,size:t}=this.recording,n=[e===null?``:$r(this.hass,e),t===null?``:Qr(this.hass,t)].filter(e=>e!==``);return n.length===0?``:` · ${n.join(` · `)}`}renderFilms({hass:e,t}){return this.media.length===0?y:g`<div class="files">
        ${this.media.map(e=>g`<button
              type="button"
              class="primary"
              ?disabled=${this.playing.isRunning}
              @click=${()=>this.play(e)}
            >
              ${t(`ledger.play`,{name:L(e.name,60)})}
            </button>`)}
      </div>
      <p role="alert">${this.playing.error}</p>
      ${this.film?g`<video controls autoplay src=${e.hassUrl?.(this.film.url)??this.film.url}></video>`:y}`}renderStep(e,t){let n=t.step===`missed`&&typeof t.data.step==`string`?t.data.step:void 0,r=n===void 0?K(e,`ledger.step`,t.step):K(e,`ledger.missed`,n),i=[t.cause===null?``:Bn(e,t.cause),t.detail===null?``:L(t.detail,zo),t.user===null?``:e.t(`ledger.by`,{name:L(t.user,60)})].filter(e=>e!==``);return g`<li class=${n===void 0&&t.step!==`failed`&&t.step!==`trouble`?``:`missed`}>
      <time datetime=${t.at}>${A(this.hass,t.at)}</time>
      <span class="foreign"><strong>${r}</strong>${i.length===0?y:` · ${i.join(` · `)}`}</span>
    </li>`}play(e){this.playing.run(async()=>{let{url:t,mime_type:n}=await Oo(this.hass,e);this.film={url:t,type:n}})}};P([x({attribute:!1})],Bo.prototype,`hass`,void 0),P([x({attribute:!1})],Bo.prototype,`site`,void 0),P([x({attribute:!1})],Bo.prototype,`recording`,void 0),P([S()],Bo.prototype,`steps`,void 0),P([S()],Bo.prototype,`media`,void 0),P([S()],Bo.prototype,`film`,void 0),E(`smart-campus-recording-details`,Bo);var Vo=50,Ho=[`failed`,`running`,`planned`,`waiting`,`confirmed`,`skipped`],Uo=class extends F{constructor(...e){super(...e),this.search=``,this.offset=0,this.printing=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,Yr,Io,Po,o`
      .days {
        gap: 4px;
      }
      .days button {
        padding: 0 8px;
      }
      .trouble {
        display: inline-flex;
        align-items: flex-start;
        gap: 4px;
      }
      .trouble ha-icon {
        --mdc-icon-size: 18px;
        flex: none;
        color: var(--sc-bad);
      }
    `]}checkConfig(e){if(bt(e),e.day!==void 0&&!/^\d{4}-\d{2}-\d{2}$/.test(e.day))throw Error(`day: YYYY-MM-DD`);if(e.states?.some(e=>!wo.includes(e)))throw Error(`states`);return e}configured(e){this.page=this.opened=this.group=void 0,this.day=e.day,this.search=``,this.offset=0,this.follow()}follow(){let{config:e}=this;if(!e)return;let t=Eo({site:e.site,day:this.day,states:this.group===void 0?e.states:To[this.group],search:this.search,offset:this.offset,limit:Vo});this.subscribe(`page`,t,e=>{this.page=e;let t=this.opened?.recording_id;this.opened=e.recordings.find(({recording_id:e})=>e===t)??this.opened,e.recordings.length===0&&this.offset>0&&this.look({offset:0})})}look(e){`day`in e&&(this.day=e.day),`group`in e&&(this.group=e.group),this.search=e.search??this.search,this.offset=e.offset??0,this.follow()}renderCard(e,t){let n={hass:e,t:(e,t)=>this.t(e,t)},{page:r}=this;return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t(`ledger.title`)}</h2>
        ${this.renderDays(n)}
      </div>
      ${r?this.renderPage(n,t,r):g`<p class="content">${this.t(`loading`)}</p>`}
      ${this.opened?this.renderOpened(n,t,this.opened):y}
    </ha-card>`}renderDays({hass:e,t}){let n=this.page?.day;return g`<div class="row days" role="group" aria-label=${t(`ledger.day`)}>
      <button type="button" aria-label=${t(`ledger.previous_day`)} ?disabled=${!n} @click=${()=>this.step(-1)}>
        <ha-icon .icon=${`mdi:chevron-left`} aria-hidden="true"></ha-icon>
      </button>
      <span aria-live="polite">${n?ot(e,n):``}</span>
      <button type="button" aria-label=${t(`ledger.next_day`)} ?disabled=${!n} @click=${()=>this.step(1)}>
        <ha-icon .icon=${`mdi:chevron-right`} aria-hidden="true"></ha-icon>
      </button>
      <button type="button" ?hidden=${this.day===void 0} @click=${()=>this.look({day:void 0})}>
        ${t(`ledger.today`)}
      </button>
    </div>`}renderPage(e,t,n){let{t:r,hass:i}=e,{share_confirmed:a,rooms_without_recorder:o}=n;return g`<div class="counts" role="group" aria-label=${r(`ledger.filter`)}>
        ${Ho.map(e=>g`<button
              type="button"
              data-tone=${Ln[e]}
              aria-pressed=${this.group===e}
              @click=${()=>this.look({group:this.group===e?void 0:e})}
            >
              <strong>${n.counts[e]}</strong> ${r(`ledger.group.${e}`)}
            </button>`)}
      </div>
      <div class="filters">
        ${jo(r(`ledger.search`),this.search,e=>this.look({search:e}))}
        <button type="button" ?disabled=${this.printing.isRunning} @click=${()=>this.print(t.site,n.day)}>
          ${r(`ledger.print`)}
        </button>
      </div>
      <p role="alert" class=${this.printing.error?`error content`:``}>${this.printing.error}</p>
      <div class="content">
        ${a===null?y:g`<p class="secondary">${r(`ledger.share`,{share:j(i,a)})}</p>`}
        ${o.length===0?y:g`<p class="secondary clamp">
                ${r(`ledger.without`,{rooms:L(o.join(r(`list_separator`)),300)})}
              </p>`}
        ${n.recordings.length===0?g`<p class="none">
                ${r(n.total===0&&!this.isFiltered?`ledger.empty`:`ledger.none_found`)}
              </p>`:this.renderTable(e,n)}
      </div>
      ${Fo(e,{offset:this.offset,limit:Vo,total:n.total},e=>this.look({offset:e}))}`}get isFiltered(){return this.group!==void 0||this.search!==``||(this.config?.states?.length??0)>0}renderTable(e,t){let{t:n,hass:r}=e,i=e=>L([e.teacher,e.group].filter(e=>e!==``).join(` · `),120);return Gr({caption:n(`ledger.title`),rows:t.recordings,keyOf:({recording_id:e})=>e,open:e=>this.opened=e,columns:[{key:`course`,label:n(`ledger.course`),isHead:!0,cell:e=>g`<span class="clamp foreign">${L(e.course,160)||n(`ledger.untitled`)}</span>`},{key:`time`,label:n(`ledger.time`),cell:e=>g`${k(r,e.start)}–${k(r,e.end)}`},{key:`room`,label:n(`ledger.room`),cell:e=>g`<span class="clamp foreign">${L(e.room||e.recorder,120)}</span>`},{key:`people`,label:n(`ledger.people`),cell:e=>i(e)===``?y:g`<span class="clamp foreign">${i(e)}</span>`},{key:`state`,label:n(`ledger.state_label`),cell:t=>Rn(e,t)},{key:`trouble`,label:n(`ledger.trouble`),cell:t=>zn(e,t)},{key:`length`,label:n(`ledger.length`),isNumber:!0,cell:e=>e.duration_s===null?y:$r(r,e.duration_s)},{key:`size`,label:n(`ledger.size`),isNumber:!0,cell:e=>e.size===null?y:Qr(r,e.size)}]})}renderOpened({hass:e,t},n,r){return g`<smart-campus-dialog
      wide
      .hass=${e}
      .heading=${L(r.course,200)||t(`ledger.untitled`)}
      @smart-campus-closed=${()=>this.opened=void 0}
    >
      <smart-campus-recording-details
        .hass=${e}
        .site=${n.site}
        .recording=${r}
      ></smart-campus-recording-details>
    </smart-campus-dialog>`}step(e){let{page:t}=this;if(t){let n=/* @__PURE__ */ new Date(`${t.day}T00:00:00Z`);n.setUTCDate(n.getUTCDate()+e),this.look({day:n.toISOString().slice(0,10)})}}print(e,t){let{hass:n}=this;n&&this.printing.run(()=>Lo(n,{kind:`recording_sheet`,site:e,day:t}))}};P([S()],Uo.prototype,`page`,void 0),P([S()],Uo.prototype,`day`,void 0),P([S()],Uo.prototype,`group`,void 0),P([S()],Uo.prototype,`search`,void 0),P([S()],Uo.prototype,`offset`,void 0),P([S()],Uo.prototype,`opened`,void 0),E(`smart-campus-recordings-card`,Uo);function Wo(e,t){return{type:`smart_campus/inspection/subscribe`,site:e,language:t}}var Go=200,Ko=1e3,qo=8,Jo=class extends F{constructor(...e){super(...e),this.isSigning=!1,this.isWhole=!1,this.running=new q(this,e=>this.describe(e)),this.signing=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,o`
      .head {
        flex-wrap: wrap;
        padding: 12px 16px 4px;
      }
      .numbers,
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin: 8px 0;
      }
      ul {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 0 8px 12px;
        border-bottom: 1px solid var(--divider-color);
        border-inline-start: 4px solid var(--tone);
      }
      .signature {
        margin-top: 8px;
        padding: 8px 12px;
        border-radius: 8px;
        background: var(--secondary-background-color);
      }
      textarea {
        width: 100%;
        min-height: 96px;
        resize: vertical;
      }
      .error {
        padding-inline-start: 8px;
        border-inline-start: 4px solid var(--sc-bad);
      }
    `]}checkConfig(e){return bt(e),e}configured(){this.event=void 0,this.isSigning=this.isWhole=!1,this.language=void 0}willUpdate(e){super.willUpdate(e);let t=D(this.hass?.locale);this.hass&&this.config&&t!==this.language&&(this.language=t,this.subscribe(`newest`,Wo(this.config.site,t),e=>{this.event=e}))}renderCard(e,t){let n={hass:e,t:(e,t)=>this.t(e,t)},r=this.event?.inspection??void 0;return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t(`inspection.title`)}</h2>
        <button type="button" ?disabled=${this.running.isRunning} @click=${()=>this.inspect(e,t.site)}>
          ${this.t(this.running.isRunning?`inspection.running`:`inspection.run`)}
        </button>
      </div>
      <div class="content" aria-live="polite">
        <p role="alert" class=${this.running.error?`error`:``}>${this.running.error}</p>
        ${r?this.renderReport(n,t,r):this.renderNothing(n)}
      </div>
      ${r&&this.isSigning?this.renderForm(n,r):y}
    </ha-card>`}renderNothing({t:e}){return this.event?g`<p class="secondary">${e(this.event.is_available?`inspection.none`:`inspection.unavailable`)}</p>`:g`<p>${e(`loading`)}</p>`}renderReport(e,t,n){let{hass:r,t:i}=e,{counts:a}=n;return g`<p class="secondary">
        ${A(r,n.at)} · ${st(r,n.at)} ·
        ${i(`inspection.checked`,{count:a.checked})}
      </p>
      <div class="numbers">
        ${a.critical>0?W(`bad`,`mdi:alert-octagon`,i(`inspection.critical`,{count:a.critical})):y}
        ${a.warning>0?W(`warn`,`mdi:alert`,i(`inspection.warning`,{count:a.warning})):y}
        ${a.critical+a.warning===0?W(`good`,`mdi:check-circle`,i(`inspection.nothing_found`)):y}
        ${a.not_checked>0?W(`none`,`mdi:help-circle-outline`,i(`inspection.not_checked`,{count:a.not_checked})):y}
      </div>
      ${this.renderFindings(e,n)}
      <div class="actions">
        <button type="button" ?disabled=${this.signing.isRunning} @click=${()=>this.open(r,t.site,n)}>
          ${i(`inspection.open`)}
        </button>
        ${n.signed_by===null?g`<button type="button" class="primary" @click=${()=>this.isSigning=!0}>
                ${i(`inspection.sign`)}
              </button>`:y}
      </div>
      <p role="alert" class=${this.signing.error?`error`:``}>${this.signing.error}</p>
      ${n.signed_by===null?g`<p class="secondary">${i(`inspection.unsigned`)}</p>`:this.renderSignature(e,n)}`}renderFindings({t:e},t){let{findings:n}=t;if(n.length===0)return y;let r=this.isWhole?n:n.slice(0,qo);return g`<ul aria-label=${e(`inspection.findings`)}>
        ${r.map(t=>this.renderFinding(e,t))}
      </ul>
      ${n.length>r.length?g`<button type="button" @click=${()=>this.isWhole=!0}>
              ${e(`inspection.more`,{count:n.length-r.length})}
            </button>`:y}`}renderFinding(e,t){let n=t.level===`critical`?`bad`:`warn`,r=t.affects.slice(0,10).map(e=>L(e,60));return g`<li data-tone=${n}>
      <strong class="foreign">${L(t.name,Go)}${t.port===``?``:` ${L(t.port,60)}`}</strong>
      <span class="sr-only"
        >${e(t.level===`critical`?`inspection.level.critical`:`inspection.level.warning`)}</span
      >
      <div class="foreign">${L(t.finding,400)}</div>
      ${t.recurrence===null?y:g`<div class="secondary">${t.recurrence}</div>`}
      ${r.length===0?y:g`<div class="secondary foreign">
              ${e(`inspection.affects`,{count:t.affects.length,names:r.join(e(`list_separator`))})}
            </div>`}
    </li>`}renderSignature({hass:e,t},n){return g`<div class="signature foreign">
      <ha-icon .icon=${`mdi:check-decagram`} aria-hidden="true"></ha-icon>
      ${t(`inspection.signed`,{name:L(n.signed_by??``,60),when:n.signed_at===null?``:A(e,n.signed_at)})}
      ${n.remark?g`<div>${L(n.remark,Ko)}</div>`:y}
    </div>`}renderForm({hass:e,t},n){return g`<smart-campus-dialog
      .hass=${e}
      .heading=${t(`inspection.sign_title`)}
      @smart-campus-closed=${()=>this.isSigning=!1}
    >
      <p>${t(`inspection.sign_text`,{when:A(e,n.at)})}</p>
      <label>${t(`inspection.remark`)}<textarea maxlength=${Ko}></textarea></label>
      <p role="alert" class=${this.signing.error?`error`:``}>${this.signing.error}</p>
      <div slot="actions">
        <button type="button" @click=${()=>this.dialog?.close()}>${t(`dialog.cancel`)}</button>
        <button
          type="button"
          class="primary"
          ?disabled=${this.signing.isRunning}
          @click=${()=>this.sign(e,n)}
        >
          ${t(`inspection.sign`)}
        </button>
      </div>
    </smart-campus-dialog>`}get dialog(){return this.renderRoot.querySelector(`smart-campus-dialog`)}inspect(e,t){this.running.run(async()=>{await e.callService(`smart_campus`,`run_network_inspection`,{site:t},void 0,!1)})}open(e,t,n){this.signing.run(()=>Lo(e,{kind:`inspection`,site:t,report_id:n.report_id}))}sign(e,t){let n=this.renderRoot.querySelector(`textarea`)?.value.trim()??``;this.signing.run(async()=>{let r={report_id:t.report_id,remark:n};await e.callService(`smart_campus`,`sign_network_inspection`,r,void 0,!1)}).then(e=>e&&this.dialog?.close())}};P([S()],Jo.prototype,`event`,void 0),P([S()],Jo.prototype,`isSigning`,void 0),P([S()],Jo.prototype,`isWhole`,void 0),E(`smart-campus-inspection-card`,Jo);function Yo(e,t){return{type:`smart_campus/dashboard/access/subscribe`,site:e,limit:t}}async function Xo(e){return(await e.callService(`smart_campus`,`verify_access_log`,{},void 0,!1,!0))?.response}var Zo=20,Qo=class extends b{constructor(...e){super(...e),this.checking=new q(this,e=>M(this.hass,e))}static{this.styles=[N,I,o`
      .row {
        flex-wrap: wrap;
      }
      .mark span {
        white-space: normal;
      }
      ul {
        margin: 8px 0 0;
        padding-inline-start: 20px;
      }
    `]}render(){let e=G(this.hass),{isRunning:t,error:n}=this.checking;return g`<div class="row">
        <button type="button" ?disabled=${t} @click=${this.check}>
          ${e.t(t?`access.checking`:`access.check`)}
        </button>
        <span role="status">${this.found?this.renderVerdict(e,this.found):y}</span>
      </div>
      ${this.found?this.renderFaults(e,this.found):y}
      <p role="alert">${n}</p>`}renderVerdict({hass:e,t},{intact:n,rows:r,faults:i,removed_by_rule:a}){let o=t=>j(e,t);return g`${n?W(`good`,`mdi:shield-check`,t(`access.intact`,{rows:o(r)})):W(`bad`,`mdi:shield-alert`,t(`access.faults`,{count:o(i.length),rows:o(r)}))}
    ${a>0?g`<span class="secondary">${t(`access.rows_removed`,{count:o(a)})}</span>`:y}`}renderFaults(e,{faults:t}){return t.length===0?y:g`<ul>
      ${t.slice(0,Zo).map(({fault:t,row:n})=>g`<li>${e.t(`access.fault`,{row:n,what:K(e,`access.fault_kind`,t)})}</li>`)}
    </ul>`}check(){this.found=void 0,this.checking.run(async()=>{this.found=await Xo(this.hass)})}};P([x({attribute:!1})],Qo.prototype,`hass`,void 0),P([S()],Qo.prototype,`found`,void 0),E(`smart-campus-log-check`,Qo);var $o=`requested`,es=50,ts=200,ns=100,rs={granted:[`good`,`mdi:check`],denied:[`bad`,`mdi:cancel`],done:[`info`,`mdi:gesture-tap-button`],failed:[`bad`,`mdi:alert`],noted:[`warn`,`mdi:information-outline`]},is=class extends F{constructor(...e){super(...e),this.outcome=``,this.search=``}static{this.styles=[...F.styles,I,Yr,Po,o`
      .detail {
        margin-inline-start: 4px;
      }
    `]}checkConfig(e){bt(e);let{limit:t=es}=e;if(!Number.isInteger(t)||t<1||t>ts)throw Error(`limit: 1 … ${ts}`);return{...e,limit:t}}configured(e){let t=e.limit??es;this.entries=void 0,this.outcome=this.search=``,this.subscribe(`log`,Yo(e.site,t),({events:e})=>{let n=new Set(e.map(({seq:e})=>e)),r=(this.entries??[]).filter(({seq:e})=>!n.has(e));this.entries=[...e,...r].sort((e,t)=>t.at_ms-e.at_ms||t.seq-e.seq),this.entries.length=Math.min(this.entries.length,t)})}render(){return this.failure?.code===`unauthorized`&&this.hass?g`<smart-campus-error-card
        .hass=${this.hass}
        .config=${{type:`custom:smart-campus-error-card`,title:this.t(`access.title`),message:this.t(`access.refused`),icon:`mdi:shield-lock-outline`}}
      ></smart-campus-error-card>`:super.render()}renderCard(e){let t={hass:e,t:(e,t)=>this.t(e,t)},{t:n}=t,{entries:r}=this,i=r?.filter(e=>this.fits(t,e))??[];return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${n(`access.title`)}</h2>
        <smart-campus-log-check .hass=${e}></smart-campus-log-check>
      </div>
      <div class="filters">
        ${jo(n(`access.search`),this.search,e=>this.search=e)}
        ${Mo(n(`access.outcome_label`),this.outcome,[{value:``,label:n(`access.all`)},...Object.keys(rs).map(e=>({value:e,label:K(t,`access.outcome`,e)}))],e=>this.outcome=e)}
      </div>
      <div class="content">
        ${r===void 0?g`<p>${n(`loading`)}</p>`:i.length===0?g`<p class="none">${n(r.length===0?`access.empty`:`access.none_found`)}</p>`:this.renderTable(t,i)}
      </div>
    </ha-card>`}renderTable(e,t){let{hass:n,t:r}=e;return Gr({caption:r(`access.title`),rows:t,keyOf:({seq:e})=>String(e),columns:[{key:`time`,label:r(`access.time`),cell:e=>A(n,new Date(e.at_ms).toISOString())},{key:`door`,label:r(`access.door`),isHead:!0,cell:e=>g`<span class="clamp foreign">${as(e)}</span>`},{key:`what`,label:r(`access.what`),cell:t=>this.renderWhat(e,t)},{key:`direction`,label:r(`access.direction_label`),cell:({direction:e})=>e===``?y:r(`access.direction.${e}`)},{key:`who`,label:r(`access.who`),cell:e=>os(e)===``?y:g`<span class="clamp foreign">${os(e)}</span>`}]})}renderWhat(e,t){let[n,r]=rs[t.outcome],{what:i,detail:a}=ss(e,t);return g`${W(n,r,i)}${a===``?y:g`<span class="detail foreign">${a}</span>`}`}fits(e,t){if(this.outcome!==``&&t.outcome!==this.outcome)return!1;let{what:n,detail:r}=ss(e,t);return[as(t),os(t),n,r].join(`
`).toLocaleLowerCase().includes(this.search.toLocaleLowerCase())}};P([S()],is.prototype,`entries`,void 0),P([S()],is.prototype,`outcome`,void 0),P([S()],is.prototype,`search`,void 0);function as(e){let t=e.door===null?``:` ${e.door}`;return L(e.door_name||`${e.controller_name}${t}`,ns)}function os(e){return L(e.user_name||e.credential,ns)}function ss(e,t){let n=K(e,`access.outcome`,t.outcome),[r=``,...i]=t.kind===`command`?t.command.split(` `):t.reason.split(` `);if(t.kind===`command`){let a=[K(e,`access.command`,r),...i.map(t=>K(e,`access.mode`,t))],o=t.reason===$o?K(e,`access.reason`,$o):`${n}${cs(e,t.reason)}`;return{what:L(a.join(` `),ns),detail:o}}if(t.outcome!==`noted`)return{what:n,detail:r===``?``:K(e,`access.reason`,L(t.reason,ns))};let a=i.map(t=>K(e,`access.reason`,t)).join(` `);return{what:L(K(e,`access.event`,r),ns),detail:L(a,ns)}}function cs(e,t){return t===``?``:`, ${L(K(e,`access.reason`,t),ns)}`}E(`smart-campus-access-card`,is);function ls(e){return{type:`smart_campus/dashboard/windows/subscribe`,site:e}}async function us(e,t){await w(e,{type:`smart_campus/access/grant`,...t})}async function ds(e,{windows:t}){await w(e,{type:`smart_campus/access/revoke`,windows:t})}var fs=100;function ps({gate:e,door:t,name:n}){return L(`${e} · ${n===``?t:n}`,fs)}function Z(e){let t=e.isRequired??!1;return g`<label class="field ${e.kind===`long`?`whole`:``}"
    ><span>${e.label}${t?g`<span aria-hidden="true"> *</span>`:y}</span
    >${ms(e,t)}</label
  >`}function ms({name:e,value:t,kind:n=`text`,choices:r=[],most:i=120},a){switch(n){case`long`:return g`<textarea name=${e} maxlength=${i} ?required=${a} .value=${t}></textarea>`;case`choice`:return g`<select name=${e} ?required=${a}>
        ${No(r,t)}
      </select>`;case`date`:return g`<input type="date" name=${e} ?required=${a} .value=${t} />`;case`time`:return g`<input type="datetime-local" name=${e} ?required=${a} .value=${t} />`;case`text`:return g`<input type="text" name=${e} maxlength=${i} ?required=${a} .value=${t} />`}}function hs(e){let t=e.querySelectorAll(`input[name], select[name], textarea[name]`);return Object.fromEntries([...t].map(e=>[e.name,e.value.trim()]))}var gs=o`
  .form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
    gap: 12px;
    margin: 12px 0;
  }
  .form .field > span {
    color: var(--secondary-text-color);
    font-size: 13px;
  }
  .form input,
  .form select,
  .form textarea {
    width: 100%;
    max-width: none;
  }
  .form .whole {
    grid-column: 1 / -1;
  }
  .form textarea {
    min-height: 72px;
    resize: vertical;
  }
`,_s=20,vs=72e5,ys=class extends b{constructor(...e){super(...e),this.doors=[],this.hasNoDoor=!1,this.granting=new q(this,e=>M(this.hass,e)),this.opened=Date.now()}static{this.styles=[N,Po,gs,o`
      fieldset {
        margin: 0;
        padding: 8px 12px;
        border: 1px solid var(--divider-color);
        border-radius: 8px;
      }
      .doors {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
        max-height: 240px;
        overflow-y: auto;
      }
      .doors label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
      }
      .doors input {
        width: auto;
        min-height: 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
    `]}render(){let{t:e}=G(this.hass),{isRunning:t}=this.granting,n=this.hasNoDoor?e(`windows.no_door`):this.granting.error,r=(e,t,n)=>Z({name:e,label:t,value:ct(this.hass,new Date(n)),kind:`time`,isRequired:!0});return g`<form @submit=${this.submit}>
      <p class="secondary">${e(`windows.about`)}</p>
      <div class="form">
        <div class="whole">
          ${Z({name:`credential`,label:e(`windows.card`),value:``,most:_s,isRequired:!0})}
        </div>
        ${r(`from`,e(`windows.from`),this.opened)} ${r(`to`,e(`windows.to`),this.opened+vs)}
        <fieldset class="whole">
          <legend>${e(`windows.doors`)}</legend>
          <div class="doors">
            ${this.doors.map(e=>g`<label
                  ><input type="checkbox" value=${e.entity_id} /><span class="foreign"
                    >${ps(e)}</span
                  ></label
                >`)}
          </div>
        </fieldset>
      </div>
      <p role="alert" class=${n?`error`:``}>${n}</p>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${t}>
          ${e(t?`windows.granting`:`windows.grant`)}
        </button>
      </div>
    </form>`}submit(e){e.preventDefault();let t=e.currentTarget,{credential:n=``,from:r=``,to:i=``}=hs(t),a=[...t.querySelectorAll(`:checked`)].map(({value:e})=>e);this.hasNoDoor=a.length===0,this.hasNoDoor||this.granting.run(async()=>{await us(this.hass,{credential:n,doors:a,from:lt(this.hass,r),to:lt(this.hass,i)})}).then(e=>e&&this.dispatchEvent(new Event(`smart-campus-done`)))}};P([x({attribute:!1})],ys.prototype,`hass`,void 0),P([x({attribute:!1})],ys.prototype,`doors`,void 0),P([S()],ys.prototype,`hasNoDoor`,void 0),E(`smart-campus-window-form`,ys);var bs=15,xs=6,Ss={coming:[`info`,`mdi:clock-outline`],open:[`good`,`mdi:door-open`],over:[`none`,`mdi:clock-check-outline`],ending:[`warn`,`mdi:lan-disconnect`]},Cs=class extends F{constructor(...e){super(...e),this.isGranting=!1,this.revoking=new q(this,e=>this.describe(e)),this.ticking=new Jt(this,bs)}static{this.styles=[...F.styles,I,Yr,Po,o`
      .content {
        padding-top: 0;
      }
      .table td button {
        white-space: nowrap;
      }
    `]}checkConfig(e){return bt(e),e}configured(e){this.event=this.revoked=void 0,this.isGranting=!1,this.subscribe(`windows`,ls(e.site),e=>{this.event=e})}renderCard(e){let t=G(e),{t:n}=t,{event:r}=this;return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${n(`windows.title`)}</h2>
        ${r&&r.doors.length>0?g`<button type="button" class="primary" @click=${()=>this.isGranting=!0}>
                ${n(`windows.new`)}
              </button>`:y}
      </div>
      <div class="content">
        ${r===void 0?g`<p>${n(`loading`)}</p>`:r.windows.length===0?g`<p class="none">${n(`windows.none`)}</p>`:this.renderTable(t,r.windows)}
      </div>
      ${r&&this.isGranting?this.renderNew(t,r):y}
      ${this.revoked?this.renderRevoke(t,this.revoked):y}
    </ha-card>`}renderTable(e,t){let{hass:n,t:r}=e;return Gr({caption:r(`windows.title`),rows:t,keyOf:({windows:e})=>e.join(),columns:[{key:`card`,label:r(`windows.pseudonym`),isHead:!0,cell:({credential:e})=>g`<span class="clamp foreign">${L(e,40)}</span>`},{key:`doors`,label:r(`windows.doors`),cell:t=>g`<span class="foreign">${ws(e,t)}</span>`},{key:`from`,label:r(`windows.from`),cell:({start:e})=>A(n,e)},{key:`to`,label:r(`windows.to`),cell:({end:e})=>A(n,e)},{key:`state`,label:r(`windows.state_label`),cell:t=>this.renderState(e,t)},{key:`revoke`,label:r(`windows.revoke`),cell:e=>g`<button type="button" @click=${()=>this.ask(e)}>${r(`windows.revoke`)}</button>`}]})}renderState({t:e},{start:t,end:n,is_to_end:r}){let{now:i}=this.ticking,a=r?`ending`:i<Date.parse(t)?`coming`:i<Date.parse(n)?`open`:`over`,[o,s]=Ss[a];return W(o,s,e(`windows.state.${a}`))}renderNew({hass:e,t},{doors:n}){return g`<smart-campus-dialog
      .hass=${e}
      .heading=${t(`windows.new`)}
      @smart-campus-closed=${()=>this.isGranting=!1}
    >
      <smart-campus-window-form
        .hass=${e}
        .doors=${n}
        @smart-campus-done=${()=>this.dialog?.close()}
      ></smart-campus-window-form>
    </smart-campus-dialog>`}renderRevoke(e,t){let{hass:n,t:r}=e,{isRunning:i,error:a}=this.revoking;return g`<smart-campus-dialog
      .hass=${n}
      .heading=${r(`windows.revoke_title`)}
      @smart-campus-closed=${()=>this.revoked=void 0}
    >
      <p class="foreign">
        ${r(`windows.revoke_text`,{card:L(t.credential,40),doors:ws(e,t)})}
      </p>
      <p role="alert" class=${a?`error`:``}>${a}</p>
      <div slot="actions">
        <button type="button" @click=${()=>this.dialog?.close()}>${r(`dialog.cancel`)}</button>
        <button type="button" class="primary" ?disabled=${i} @click=${()=>this.revoke(n,t)}>
          ${r(`windows.revoke`)}
        </button>
      </div>
    </smart-campus-dialog>`}get dialog(){return this.renderRoot.querySelector(`smart-campus-dialog`)}ask(e){this.revoking.forget(),this.revoked=e}revoke(e,t){this.revoking.run(()=>ds(e,t)).then(e=>e&&this.dialog?.close())}};P([S()],Cs.prototype,`event`,void 0),P([S()],Cs.prototype,`isGranting`,void 0),P([S()],Cs.prototype,`revoked`,void 0);function ws({t:e},{doors:t}){let n=t.slice(0,xs).map(ps).join(e(`list_separator`)),r=t.length-xs;return r>0?e(`windows.more_doors`,{names:n,count:r}):n}E(`smart-campus-windows-card`,Cs);var Ts=[`in_use`,`lent`,`in_repair`,`retired`],Es=[`recorder`,`projector`,`meter`,`gate`,`switch`,`probe`,`lighting`,`environment`];function Ds(e,t){let n=Object.entries(t).filter(([,e])=>e!==void 0&&e!==``);return w(e,{type:`smart_campus/equipment/list`,...Object.fromEntries(n)})}function Os(e,t){return w(e,{type:`smart_campus/equipment/get`,asset_number:t.asset_number||t.asset_id})}async function ks(e,t,n){return(await w(e,{type:`smart_campus/equipment/save`,asset:t,note:n})).asset}function As(e,t,n,r){return w(e,{type:`smart_campus/equipment/export`,format:t,language:n,...r!==void 0&&{site:r}})}function js(e,t,n){return w(e,{type:`smart_campus/equipment/template`,format:t,language:n})}function Ms(e,t,n){let r=window.open(``,`_blank`);if(!r)throw Error(`The browser does not let this page open another one.`);let{document:i}=r;i.title=e;let a=i.createElement(`style`);a.textContent=`
    body { font: 11px/1.4 sans-serif; color: #000; margin: 12mm; }
    h1 { font-size: 16px; }
    table { width: 100%; border-collapse: collapse; }
    th, td { border: 1px solid #999; padding: 3px 5px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    @page { size: A4 landscape; margin: 10mm; }`;let o=i.createElement(`h1`);o.textContent=e;let s=i.createElement(`table`);s.createTHead().append(Ns(i,`th`,t)),s.createTBody().append(...n.map(e=>Ns(i,`td`,e))),i.head.append(a),i.body.replaceChildren(o,s),r.print()}function Ns(e,t,n){let r=e.createElement(`tr`);return r.append(...n.map(n=>{let r=e.createElement(t);return r.textContent=n,r})),r}function Ps(e){return{type:`smart_campus/approvals/subscribe`,state:[`pending`],...e!==void 0&&{site:e}}}function Fs(e,t){return w(e,{type:`smart_campus/approvals/request`,...t})}function Is(e,t,n,r){return w(e,{type:`smart_campus/approvals/decide`,approval_id:t,approve:n,note:r})}var Ls=class extends b{constructor(...e){super(...e),this.waiting=[],this.doing=new q(this,e=>M(this.hass,e))}static{this.styles=[N,gs,o`
      section {
        margin: 8px 16px;
        padding: 8px 12px;
        border: 1px solid var(--sc-info);
        border-radius: 8px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 8px 0;
      }
      li > div {
        flex: 1 1 240px;
        min-width: 0;
      }
    `]}willUpdate(e){(e.has(`site`)||!this.feed)&&this.open()}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.feed?.close(),this.feed=void 0}open(){this.feed?.close(),this.feed=new nt(this.hass.connection,Ps(this.site),({approvals:e})=>{this.waiting=e.filter(e=>e.state===`pending`)},()=>{this.waiting=[]}),this.feed.open()}render(){if(this.waiting.length===0&&!this.deciding)return y;let e=G(this.hass),{t}=e;return g`<section aria-labelledby="title">
        <h3 id="title">${t(`approval.title`,{count:this.waiting.length})}</h3>
        <ul>
          ${this.waiting.map(t=>this.renderOne(e,t))}
        </ul>
      </section>
      ${this.deciding?this.renderQuestion(e,this.deciding.approval,this.deciding.approve):y}`}renderOne(e,t){let{hass:n,t:r}=e,i=t.requested_by_id===n.user?.id;return g`<li>
      <div class="foreign">
        <strong>${this.wish(e,t)}</strong>
        <div>${L(t.reason,300)}</div>
        <div class="secondary">
          ${L(t.requested_by,60)}, ${A(n,t.requested_at)}
          ${t.until===null?y:r(`approval.until`,{day:ot(n,t.until)})}
        </div>
      </div>
      ${t.may_decide?g`<button type="button" @click=${()=>this.deciding={approval:t,approve:!1}}>
                ${r(`approval.refuse`)}
              </button>
              <button type="button" class="primary" @click=${()=>this.deciding={approval:t,approve:!0}}>
                ${r(`approval.approve`)}
              </button>`:g`<span class="secondary">${i?r(`approval.own`):y}</span>`}
    </li>`}wish(e,t){let n=L([t.asset_number,t.asset_name].filter(e=>e!==``).join(` `),120);return e.t(`approval.wish`,{name:n,state:K(e,`asset.state`,t.wanted)})}renderQuestion(e,t,n){let{hass:r,t:i}=e;return g`<smart-campus-dialog
      .hass=${r}
      .heading=${i(n?`approval.approve`:`approval.refuse`)}
      @smart-campus-closed=${()=>this.deciding=void 0}
    >
      <p class="foreign">${this.wish(e,t)}</p>
      <div class="form">
        ${Z({name:`note`,label:i(`approval.note`),value:``,kind:`long`,most:500})}
      </div>
      <p role="alert">${this.doing.error}</p>
      <div slot="actions">
        <button type="button" @click=${this.close}>${i(`dialog.cancel`)}</button>
        <button
          type="button"
          class="primary"
          ?disabled=${this.doing.isRunning}
          @click=${()=>this.decide(t,n)}
        >
          ${i(n?`approval.approve`:`approval.refuse`)}
        </button>
      </div>
    </smart-campus-dialog>`}close(){this.renderRoot.querySelector(`smart-campus-dialog`)?.close()}decide(e,t){let{note:n=``}=hs(this.renderRoot);this.doing.run(async()=>{await Is(this.hass,e.approval_id,t,n)}).then(e=>{e&&(this.close(),this.dispatchEvent(new CustomEvent(`smart-campus-decided`)))})}};P([x({attribute:!1})],Ls.prototype,`hass`,void 0),P([x({attribute:!1})],Ls.prototype,`site`,void 0),P([S()],Ls.prototype,`waiting`,void 0),P([S()],Ls.prototype,`deciding`,void 0),E(`smart-campus-approvals`,Ls);var Rs={in_use:[`good`,`mdi:check-circle-outline`],lent:[`info`,`mdi:account-arrow-right-outline`],in_repair:[`warn`,`mdi:wrench-outline`],retired:[`none`,`mdi:archive-outline`]},zs=/* @__PURE__ */ new Set([`purchased_on`,`warranty_until`,`next_inspection_on`]),Bs=120;function Vs(e,t){let[n,r]=Rs[t];return W(n,r,K(e,`asset.state`,t))}function Hs(e,t){return t===``?e.t(`asset.no_kind`):K(e,`kind`,t)}function Us(e){return[``,...Es].map(t=>({value:t,label:Hs(e,t)}))}function Ws(e){return L(e.name||e.asset_number||e.asset_id,Bs)}function Gs(e){return L([e.floor,e.area].filter(e=>e!==``).join(` · `),Bs)}function Ks(e,t,n){if(n==null||n===``)return`–`;let r=typeof n==`string`?n:JSON.stringify(n);return t===`state`?K(e,`asset.state`,r):t===`kind`?K(e,`kind`,r):t===`area_id`?L(e.hass.areas[r]?.name??r,Bs):zs.has(t)&&ot(e.hass,r)||L(r,Bs)}function Q(e,t){let n=t.startsWith(`told_`),r=K(e,`asset.field`,n?t.slice(5):t);return n?e.t(`asset.told_by_device`,{field:r}):r}var qs=[`in_use`,`in_repair`],Js={asset_number:64,name:100,keeper:100,note:1e3},Ys=class extends b{constructor(...e){super(...e),this.sites=[],this.saving=new q(this,e=>M(this.hass,e))}static{this.styles=[N,gs,o`
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `]}render(){let e=G(this.hass),{t}=e;return g`<form @submit=${this.save}>
      <div class="form">
        ${this.asset?y:Z({name:`site`,label:t(`asset.site`),value:``,kind:`choice`,choices:this.sites})}
        ${this.fields(e).map(Z)}
        ${Z({name:`change_note`,label:t(`asset.change_note`),value:``,most:500})}
      </div>
      <p role="alert">${this.saving.error}</p>
      <div class="actions">
        <button type="button" @click=${this.cancel}>${t(`dialog.cancel`)}</button>
        <button type="submit" class="primary" ?disabled=${this.saving.isRunning}>${t(`asset.save`)}</button>
      </div>
    </form>`}fields(e){let{asset:t,hass:n}=this,r=(n,r=`text`,i=[])=>{let a=t?.[n],o=typeof a==`string`?a:``;return{name:n,label:Q(e,n),value:o,kind:r,choices:i,most:Js[n]??120}},i=Object.values(n.areas).flatMap(e=>e?[{value:e.area_id,label:e.name}]:[]).sort((e,t)=>e.label.localeCompare(t.label,n.locale.language,{numeric:!0})),a=t===void 0||t.state===`in_use`||t.state===`in_repair`;return[r(`asset_number`),{...r(`name`),isRequired:!0},...t?.device_subentry_id?[]:[r(`kind`,`choice`,Us(e))],r(`area_id`,`choice`,[{value:``,label:`–`},...i]),...a?[r(`state`,`choice`,qs.map(t=>({value:t,label:Ks(e,`state`,t)})))]:[],r(`manufacturer`),r(`model`),r(`serial`),r(`firmware`),r(`keeper`),r(`purchased_on`,`date`),r(`warranty_until`,`date`),r(`next_inspection_on`,`date`),r(`note`,`long`)]}save(e){e.preventDefault();let{change_note:t=``,...n}=hs(this.renderRoot),{asset:r}=this,i=Object.entries(n).filter(([e,t])=>!r||t!==(r[e]??``)),a=Object.fromEntries(i.map(([e,t])=>[e,t===``?null:t]));this.saving.run(async()=>{let e=r?{asset_id:r.asset_id}:{},n=await ks(this.hass,{...a,...e},t);this.dispatchEvent(new CustomEvent(`smart-campus-saved`,{detail:n}))})}cancel(){this.dispatchEvent(new CustomEvent(`smart-campus-cancelled`))}};P([x({attribute:!1})],Ys.prototype,`hass`,void 0),P([x({attribute:!1})],Ys.prototype,`asset`,void 0),P([x({attribute:!1})],Ys.prototype,`sites`,void 0),E(`smart-campus-asset-form`,Ys);var Xs=[`asset_number`,`kind`,`manufacturer`,`model`,`serial`,`firmware`,`keeper`,`purchased_on`,`warranty_until`,`next_inspection_on`,`note`],Zs={in_use:[`lent`,`retired`],in_repair:[`retired`],lent:[`in_use`,`retired`],retired:[`in_use`]},Qs=class extends b{constructor(...e){super(...e),this.mayManage=!1,this.isEditing=!1,this.said=``,this.loading=new q(this,e=>this.describe(e)),this.asking=new q(this,e=>this.describe(e))}static{this.styles=[N,I,gs,o`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
        gap: 8px 16px;
        margin: 12px 0;
      }
      dt {
        color: var(--secondary-text-color);
        font-size: 12px;
      }
      dd {
        margin: 0;
      }
      ol {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 0;
        border-top: 1px solid var(--divider-color);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
    `]}firstUpdated(){this.load()}describe(e){return M(this.hass,e)}load(){this.loading.run(async()=>{let e=await Os(this.hass,this.asset);this.asset=e.asset,this.history=e.history})}render(){let e=G(this.hass);return this.isEditing?g`<smart-campus-asset-form
        .hass=${this.hass}
        .asset=${this.asset}
        @smart-campus-saved=${this.saved}
        @smart-campus-cancelled=${()=>this.isEditing=!1}
      ></smart-campus-asset-form>`:g`${this.renderFacts(e)} ${this.renderActions(e)}
      <p role="alert">${this.asking.error}</p>
      <p role="status">${this.said}</p>
      <h3>${e.t(`asset.history`)}</h3>
      <p role="alert">${this.loading.error}</p>
      ${this.history?this.renderHistory(e,this.history):y}`}renderFacts(e){let{asset:t}=this,n=Gs(t);return g`<p>${Vs(e,t.state)}</p>
      <dl>
        <div>
          <dt>${e.t(`asset.place`)}</dt>
          <dd class="foreign">${[L(t.site_title,80),n].filter(e=>e!==``).join(` · `)}</dd>
        </div>
        ${Xs.map(n=>{let r=t[n],i=t.differs[n];return r===null||r===``?y:g`<div>
                <dt>${Q(e,n)}</dt>
                <dd class="foreign">
                  ${Ks(e,n,r)}
                  ${i===void 0?y:g`<div class="secondary">${e.t(`asset.device_says`,{value:L(i,80)})}</div>`}
                </dd>
              </div>`})}
      </dl>`}renderActions(e){let{t}=e;return this.mayManage?this.wish?this.renderWish(e,this.wish):g`<div class="actions">
      <button type="button" class="primary" @click=${()=>this.isEditing=!0}>${t(`asset.edit`)}</button>
      ${this.asset.asset_number===``?g`<p class="secondary">${t(`asset.needs_number`)}</p>`:Zs[this.asset.state].map(e=>g`<button type="button" @click=${()=>this.wish=e}>${t(`asset.wish.${e}`)}</button>`)}
    </div>`:y}renderWish({t:e},t){return g`<form @submit=${e=>this.ask(e,t)}>
      <h3>${e(`asset.wish.${t}`)}</h3>
      <p class="secondary">${e(`asset.wish_text`)}</p>
      <div class="form">
        ${Z({name:`reason`,label:e(`asset.reason`),value:``,kind:`long`,most:500,isRequired:!0})}
        ${t===`lent`?Z({name:`until`,label:e(`asset.until`),value:``,kind:`date`}):y}
      </div>
      <div class="actions">
        <button type="button" @click=${()=>this.wish=void 0}>${e(`dialog.cancel`)}</button>
        <button type="submit" class="primary" ?disabled=${this.asking.isRunning}>${e(`asset.ask`)}</button>
      </div>
    </form>`}renderHistory(e,t){return t.length===0?g`<p class="secondary">${e.t(`asset.no_history`)}</p>`:g`<ol>
      ${t.map(t=>g`<li class="foreign">
            <span class="secondary"
              >${A(e.hass,t.at)} ·
              ${L(t.by,60)||K(e,`asset.source`,t.source)}</span
            >
            ${Object.entries(t.change).map(([t,[n,r]])=>g`<div>
                  ${Q(e,t)}: ${Ks(e,t,n)} → ${Ks(e,t,r)}
                </div>`)}
            ${t.note===``?y:g`<div>${L(t.note,500)}</div>`}
          </li>`)}
    </ol>`}ask(e,t){e.preventDefault();let{reason:n=``,until:r=``}=hs(this.renderRoot);this.asking.run(async()=>{let{asset_number:e}=this.asset;await Fs(this.hass,{asset_number:e,state:t,reason:n,...r!==``&&{until:r}}),this.wish=void 0,this.said=O(this.hass.locale,`asset.asked`)})}saved({detail:e}){this.asset=e,this.isEditing=!1,this.load(),this.dispatchEvent(new CustomEvent(`smart-campus-saved`,{detail:e}))}};P([x({attribute:!1})],Qs.prototype,`hass`,void 0),P([x({attribute:!1})],Qs.prototype,`asset`,void 0),P([x({type:Boolean})],Qs.prototype,`mayManage`,void 0),P([S()],Qs.prototype,`history`,void 0),P([S()],Qs.prototype,`isEditing`,void 0),P([S()],Qs.prototype,`wish`,void 0),P([S()],Qs.prototype,`said`,void 0),E(`smart-campus-asset-details`,Qs);var $s=50,ec=500,tc=`new`,nc=[`asset_number`,`name`,`kind`,`manufacturer`,`model`,`serial`,`area_id`,`keeper`,`state`,`purchased_on`,`warranty_until`,`next_inspection_on`],rc=class extends F{constructor(...e){super(...e),this.sites=[],this.filter={sort:`asset_number`,offset:0},this.turn=0,this.hasAsked=!1,this.doing=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,Yr,Io,Po,o`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .bar button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        --mdc-icon-size: 18px;
      }
    `]}configured(){this.page=void 0,this.opened=void 0,this.filter={sort:`asset_number`,offset:0},this.hasAsked=!1}willUpdate(e){super.willUpdate(e),this.hass&&this.config&&!this.hasAsked&&(this.hasAsked=!0,this.load(),Bt(this.hass,this.config.site).then(e=>this.sites=e))}retry(){super.retry(),this.load()}async load(){let{hass:e,config:t}=this;if(!e||!t)return;let n=++this.turn;try{let r=await Ds(e,{...this.filter,site:t.site,limit:$s});n===this.turn&&(this.page=r,this.failure=void 0)}catch(e){n===this.turn&&this.fail(e)}}look(e){this.filter={...this.filter,offset:0,...e},this.load()}mayManage(e){return this.sites.some(t=>t.site===e&&t.may_manage)}renderCard(e,t){let n={hass:e,t:(e,t)=>this.t(e,t)};return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t(`asset.title`)}</h2>
        ${this.renderBar(n,t)}
      </div>
      <p role="alert" class=${this.doing.error?`error content`:``}>${this.doing.error}</p>
      <smart-campus-approvals
        .hass=${e}
        .site=${t.site}
        @smart-campus-decided=${()=>this.load()}
      ></smart-campus-approvals>
      ${this.renderFilters(n)}
      <div class="content" aria-busy=${this.page===void 0}>${this.renderPage(n)}</div>
      ${this.page?Fo(n,{offset:this.filter.offset??0,limit:$s,total:this.page.total},e=>this.look({offset:e})):y}
      ${this.opened?this.renderOpened(n,this.opened):y}
    </ha-card>`}renderBar(e,t){let{t:n}=e,r=this.sites.some(e=>e.may_manage),i=(e,t,n)=>g`<button type="button" ?disabled=${this.doing.isRunning} @click=${n}>
        <ha-icon .icon=${t} aria-hidden="true"></ha-icon> ${e}
      </button>`;return g`<div class="bar" role="group" aria-label=${n(`asset.do`)}>
      ${r?i(n(`asset.new`),`mdi:plus`,()=>this.opened=tc):y}
      ${i(n(`asset.print`),`mdi:printer`,()=>this.print(e))}
      ${r?g`${i(n(`asset.export`,{format:`XLSX`}),`mdi:download`,()=>this.export(t,`xlsx`))}
            ${i(n(`asset.export`,{format:`CSV`}),`mdi:download`,()=>this.export(t,`csv`))}
            ${i(n(`asset.template`),`mdi:file-table-outline`,()=>this.template(`xlsx`))}`:y}
    </div>`}renderFilters(e){let{t}=e,{filter:n}=this,r={value:``,label:t(`asset.all`)},i=this.sites.flatMap(e=>e.rooms).flatMap(({area_id:e,name:t})=>e===null?[]:[{value:e,label:L(t,60)}]);return g`<div class="filters">
      ${jo(t(`asset.search`),n.search??``,e=>this.look({search:e}))}
      ${Mo(Q(e,`state`),n.state??``,[r,...Ts.map(t=>({value:t,label:K(e,`asset.state`,t)}))],e=>this.look({state:e}))}
      ${Mo(Q(e,`kind`),n.kind??``,[r,...Us(e).filter(({value:e})=>e!==``)],e=>this.look({kind:e}))}
      ${Mo(Q(e,`area_id`),n.area_id??``,[r,...i],e=>this.look({area_id:e}))}
      ${Mo(t(`asset.due_label`),n.due??``,[r,{value:`inspection`,label:t(`asset.due.inspection`)},{value:`warranty`,label:t(`asset.due.warranty`)}],e=>this.look({due:e}))}
    </div>`}renderPage(e){let{t}=e,{page:n,filter:r}=this;return n?n.assets.length===0?g`<p class="none">${t([r.search,r.state,r.kind,r.area_id,r.due].some(Boolean)?`asset.none_found`:`asset.empty`)}</p>`:Gr({caption:t(`asset.title`),rows:n.assets,keyOf:({asset_id:e})=>e,open:e=>this.opened=e,sort:r.sort,sortBy:e=>this.look({sort:e}),columns:this.columns(e)}):g`<p>${t(`loading`)}</p>`}columns(e){let{hass:t}=e,n=t=>Q(e,t),r=e=>e===``?y:g`<span class="clamp foreign">${L(e,120)}</span>`,i=e=>e===null?y:ot(t,e);return[{key:`asset_number`,label:n(`asset_number`),isSortable:!0,cell:e=>r(e.asset_number)},{key:`name`,label:n(`name`),isHead:!0,isSortable:!0,cell:e=>r(Ws(e))},{key:`kind`,label:n(`kind`),isSortable:!0,cell:t=>t.kind===``?y:Hs(e,t.kind)},{key:`model`,label:n(`model`),isSortable:!0,cell:e=>r([e.manufacturer,e.model].filter(e=>e!==``).join(` `))},{key:`place`,label:e.t(`asset.place`),cell:e=>r(Gs(e))},{key:`keeper`,label:n(`keeper`),isSortable:!0,cell:e=>r(e.keeper)},{key:`state`,label:n(`state`),isSortable:!0,cell:t=>Vs(e,t.state)},{key:`next_inspection_on`,label:n(`next_inspection_on`),isSortable:!0,cell:e=>i(e.next_inspection_on)},{key:`warranty_until`,label:n(`warranty_until`),isSortable:!0,cell:e=>i(e.warranty_until)}]}renderOpened(e,t){let{hass:n,t:r}=e,i=()=>{this.opened=void 0},a=this.sites.filter(e=>e.may_manage).map(({site:e,title:t})=>({value:e,label:t}));return g`<smart-campus-dialog
      wide
      .hass=${n}
      .heading=${t===tc?r(`asset.new`):Ws(t)}
      @smart-campus-closed=${i}
    >
      ${t===tc?g`<smart-campus-asset-form
              .hass=${n}
              .sites=${a}
              @smart-campus-saved=${this.added}
              @smart-campus-cancelled=${this.closeDialog}
            ></smart-campus-asset-form>`:g`<smart-campus-asset-details
              .hass=${n}
              .asset=${t}
              .mayManage=${this.mayManage(t.site)}
              @smart-campus-saved=${()=>this.load()}
            ></smart-campus-asset-details>`}
    </smart-campus-dialog>`}added(){this.closeDialog(),this.load()}closeDialog(){this.renderRoot.querySelector(`smart-campus-dialog`)?.close()}export(e,t){let{hass:n}=this;n&&this.doing.run(async()=>{let{url:r}=await As(n,t,D(n.locale),e.site);Ro(n,r,`equipment.${t}`)})}template(e){let{hass:t}=this;t&&this.doing.run(async()=>{let{url:n}=await js(t,e,D(t.locale));Ro(t,n,`template.${e}`)})}print(e){let{hass:t,config:n}=this;t&&n&&this.doing.run(async()=>{let r={...this.filter,site:n.site,offset:0,limit:ec},{assets:i}=await Ds(t,r);Ms(e.t(`asset.title`),nc.map(t=>Q(e,t)),i.map(t=>nc.map(n=>n===`area_id`?Gs(t):Ks(e,n,t[n]))))})}fail(e){super.fail(C(e))}};P([S()],rc.prototype,`page`,void 0),P([S()],rc.prototype,`sites`,void 0),P([S()],rc.prototype,`filter`,void 0),P([S()],rc.prototype,`opened`,void 0),E(`smart-campus-equipment-card`,rc);async function ic(e,t){if(!e.fetchWithAuth)throw new T({code:`unknown`,message:`this page cannot send files`});let n=new FormData;n.append(`file`,t);let r;try{r=await e.fetchWithAuth(`/api/file_upload`,{method:`POST`,body:n})}catch(e){throw new T({...C(e),code:`connection_lost`})}if(!r.ok)throw new T({code:r.status===401?`unauthorized`:r.status===413?`too_large`:`unknown`,message:`HTTP ${r.status}`});let i=await r.json();if(typeof i.file_id!=`string`)throw new T({code:`unknown`,message:`no file id`});return i.file_id}var ac=[`open`,`assigned`,`done`,`cancelled`],oc=[`low`,`normal`,`high`,`urgent`];function sc(e){let t=Object.entries(e).filter(([,e])=>e!==void 0);return{type:`smart_campus/work_orders/subscribe`,...Object.fromEntries(t)}}async function cc(e,t){let n=Object.entries(t).filter(([,e])=>e!==``&&e!==void 0);return(await dc(e,`create`,Object.fromEntries(n))).order}async function lc(e,t,n,r){await dc(e,t,{order_id:n,...r})}async function uc(e,t,n){await dc(e,`photo`,{order_id:t,file_id:await ic(e,n)})}function dc(e,t,n){return w(e,{type:`smart_campus/work_orders/${t}`,...n})}var fc={open:[`warn`,`mdi:alert-circle-outline`],assigned:[`info`,`mdi:account-wrench-outline`],done:[`good`,`mdi:check-circle-outline`],cancelled:[`none`,`mdi:cancel`]},pc={urgent:[`bad`,`mdi:chevron-double-up`],high:[`warn`,`mdi:chevron-up`]};function mc(e,t){let[n,r]=fc[t.state],i=pc[t.priority];return g`${W(n,r,K(e,`work_order.state`,t.state))}
  ${i?W(i[0],i[1],e.t(`work_order.priority.${t.priority}`)):y}
  ${t.is_overdue?W(`bad`,`mdi:clock-alert-outline`,e.t(`work_order.overdue`)):y}`}function hc(e,t,n=!1){return g`<label class="field"
    ><span>${e}</span
    ><input type="file" accept="image/*" capture="environment" multiple ?disabled=${n} @change=${e=>{let n=e.target;t([...n.files??[]]),n.value=``}}
  /></label>`}var gc=500,_c=2e3,vc=class extends b{constructor(...e){super(...e),this.doing=new q(this,e=>M(this.hass,e))}static{this.styles=[N,I,gs,o`
      p {
        margin: 6px 0;
      }
      .text {
        white-space: pre-wrap;
      }
      .photos {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
        gap: 8px;
        margin: 12px 0;
      }
      .photos img {
        width: 100%;
        height: 120px;
        border-radius: 8px;
        object-fit: cover;
      }
      ul {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 6px 0;
        border-top: 1px solid var(--divider-color);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin: 12px 0;
      }
    `]}render(){let{hass:e,order:t}=this,n=G(e),{t:r}=n,i=[t.site_title,t.room??``,t.asset_number??``].filter(e=>e!==``);return g`<p class="row">${mc(n,t)}</p>
      <p class="secondary foreign">${i.map(e=>L(e,100)).join(` · `)}</p>
      <p class="secondary foreign">
        ${r(`work_order.raised.${t.raised_via}`,{name:L(t.raised_by,60),when:A(e,t.raised_at)})}
      </p>
      ${t.description===``?y:g`<p class="text foreign">${L(t.description,_c)}</p>`}
      ${this.renderPhotos(n)} ${this.renderNotes(n)}
      ${t.done_at===null?this.renderActions(n):g`<p class="foreign">
              ${r(t.state===`done`?`work_order.done_by`:`work_order.cancelled_by`,{name:L(t.done_by??``,60),when:A(e,t.done_at)})}
              ${L(t.done_note,gc)}
            </p>`}
      <p role="alert">${this.doing.error}</p>`}renderPhotos({hass:e,t}){let{photos:n}=this.order;return n.length===0?y:g`<div class="photos">
          ${n.map(({url:n},r)=>{let i=e.hassUrl?.(n)??n;return g`<a href=${i} target="_blank" rel="noopener"
              ><img src=${i} alt=${t(`work_order.photo`,{number:r+1})} loading="lazy"
            /></a>`})}
        </div>`}renderNotes({hass:e,t}){let{notes:n}=this.order;return n.length===0?y:g`<h3>${t(`work_order.notes`)}</h3>
          <ul>
            ${n.map(t=>g`<li class="foreign">
                  <div class="secondary">${L(t.by,60)}, ${A(e,t.at)}</div>
                  <div class="text">${L(t.text,gc)}</div>
                </li>`)}
          </ul>`}renderActions(e){let{t}=e;if(this.step)return this.renderForm(e,this.step);let n=(e,n=!1)=>g`<button type="button" class=${n?`primary`:``} @click=${()=>this.step=e}>
        ${t(`work_order.do.${e}`)}
      </button>`;return g`<div class="actions">
      ${n(`finish`,!0)} ${n(`assign`)} ${n(`note`)}
      ${hc(t(`work_order.add_photo`),e=>this.photograph(e),this.doing.isRunning)}
      ${n(`cancel`)}
    </div>`}renderForm({t:e,hass:t},n){let r=Z(n===`assign`?{name:`assigned_to`,label:e(`work_order.assignee`),value:this.order.assigned_to??t.user?.name??``,isRequired:!0}:{name:`note`,label:e(`work_order.note`),value:``,kind:`long`,most:gc,isRequired:n===`note`});return g`<form @submit=${e=>this.submit(e,n)}>
      <h3>${e(`work_order.do.${n}`)}</h3>
      <div class="form">${r}</div>
      <div class="actions">
        <button type="button" @click=${()=>this.step=void 0}>${e(`dialog.cancel`)}</button>
        <button type="submit" class="primary" ?disabled=${this.doing.isRunning}>${e(`work_order.do.${n}`)}</button>
      </div>
    </form>`}submit(e,t){e.preventDefault();let n=hs(this.renderRoot.querySelector(`form`)??this.renderRoot);this.doing.run(async()=>{await lc(this.hass,t,this.order.order_id,n),this.step=void 0})}photograph(e){this.doing.run(async()=>{for(let t of e)await uc(this.hass,this.order.order_id,t)})}};P([x({attribute:!1})],vc.prototype,`hass`,void 0),P([x({attribute:!1})],vc.prototype,`order`,void 0),P([S()],vc.prototype,`step`,void 0),E(`smart-campus-order-details`,vc);var yc=25,bc=[`open`,`assigned`],xc=class extends F{constructor(...e){super(...e),this.states=bc,this.offset=0,this.isRaising=!1,this.photos=[],this.sites=[],this.hasAsked=!1,this.raising=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,Yr,Io,Po,gs,o`
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
    `]}configured(){this.page=this.openedId=void 0,this.states=bc,this.offset=0,this.hasAsked=this.isRaising=!1,this.follow()}willUpdate(e){super.willUpdate(e),this.hass&&this.config&&!this.hasAsked&&(this.hasAsked=!0,Bt(this.hass,this.config.site).then(e=>this.sites=e))}follow(){let{config:e}=this;if(!e)return;let t={site:e.site,area_id:e.area_id,state:this.states,offset:this.offset,limit:yc};this.subscribe(`page`,sc(t),e=>{this.page=e,e.orders.length===0&&this.offset>0&&this.look(this.states)})}look(e,t=0){this.states=e,this.offset=t,this.follow()}renderCard(e){let t={hass:e,t:(e,t)=>this.t(e,t)},{page:n}=this,r=n?.orders.find(({order_id:e})=>e===this.openedId);return g`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t(`work_order.title`)}</h2>
        <button type="button" class="primary" @click=${this.begin}>${this.t(`work_order.new`)}</button>
      </div>
      <div class="counts" role="group" aria-label=${this.t(`work_order.show`)}>
        ${this.renderState(t,bc,this.t(`work_order.open`))}
        ${ac.filter(e=>e!==`open`).map(e=>this.renderState(t,[e],this.t(`work_order.state.${e}`)))}
      </div>
      <div class="content">
        ${n===void 0?g`<p>${this.t(`loading`)}</p>`:n.orders.length===0?g`<p class="none">${this.t(this.states===bc?`work_order.none_open`:`work_order.none`)}</p>`:this.renderTable(t,n)}
      </div>
      ${n?Fo(t,{offset:this.offset,limit:yc,total:n.total},e=>this.look(this.states,e)):y}
      ${r?this.renderOpened(t,r):y} ${this.isRaising?this.renderNew(t):y}
    </ha-card>`}renderState(e,t,n){let r=this.states.join()===t.join();return g`<button type="button" data-tone="info" aria-pressed=${r} @click=${()=>this.look(t)}>
      ${n}${r&&this.page?g` <strong>${this.page.total}</strong>`:y}
    </button>`}renderTable(e,t){let{t:n,hass:r}=e,i=e=>e===null||e===``?y:g`<span class="clamp foreign">${L(e,120)}</span>`;return Gr({caption:n(`work_order.title`),rows:t.orders,keyOf:({order_id:e})=>e,open:({order_id:e})=>this.openedId=e,columns:[{key:`title`,label:n(`work_order.what`),isHead:!0,cell:e=>i(e.title)},{key:`state`,label:n(`work_order.state_label`),cell:t=>g`<div class="marks">${mc(e,t)}</div>`},{key:`room`,label:n(`work_order.room`),cell:e=>i(e.room)},{key:`who`,label:n(`work_order.assignee`),cell:e=>i(e.assigned_to)},{key:`raised`,label:n(`work_order.raised_at`),cell:e=>st(r,e.raised_at)},{key:`due`,label:n(`work_order.due`),cell:e=>e.due_at===null?y:ot(r,e.due_at)}]})}renderOpened({hass:e,t},n){return g`<smart-campus-dialog
      .hass=${e}
      .heading=${L(n.title,160)||t(`work_order.title`)}
      @smart-campus-closed=${()=>this.openedId=void 0}
    >
      <smart-campus-order-details .hass=${e} .order=${n}></smart-campus-order-details>
    </smart-campus-dialog>`}renderNew({hass:e,t}){let n=this.sites.flatMap(({rooms:e})=>e.flatMap(({area_id:e,name:t})=>e===null?[]:[{value:e,label:L(t,60)}])),r=this.sites.map(({site:e,title:t})=>({value:e,label:L(t,60)})),i=oc.map(e=>({value:e,label:t(`work_order.priority.${e}`)}));return g`<smart-campus-dialog
      .hass=${e}
      .heading=${t(`work_order.new`)}
      @smart-campus-closed=${()=>this.isRaising=!1}
    >
      <form id="new" @submit=${this.raise}>
        <div class="form">
          <div class="whole">
            ${Z({name:`title`,label:t(`work_order.what`),value:``,isRequired:!0})}
          </div>
          ${Z({name:`description`,label:t(`work_order.description`),value:``,kind:`long`,most:2e3})}
          ${r.length>1?Z({name:`site`,label:t(`asset.site`),value:``,kind:`choice`,choices:r}):y}
          ${Z({name:`area_id`,label:t(`work_order.room`),value:this.config?.area_id??``,kind:`choice`,choices:[{value:``,label:`–`},...n]})}
          ${Z({name:`priority`,label:t(`work_order.priority_label`),value:`normal`,kind:`choice`,choices:i})}
          ${Z({name:`asset_number`,label:t(`asset.field.asset_number`),value:``,most:64})}
          ${Z({name:`due_at`,label:t(`work_order.due`),value:``,kind:`date`})}
          <div class="whole">
            ${hc(t(`work_order.add_photo`),e=>this.photos=[...this.photos,...e])}
            ${this.photos.length===0?y:g`<p role="status">${t(`work_order.photos`,{count:this.photos.length})}</p>`}
          </div>
        </div>
        <p role="alert" class=${this.raising.error?`error`:``}>${this.raising.error}</p>
      </form>
      <div slot="actions">
        <button type="button" @click=${()=>this.dialog?.close()}>${t(`dialog.cancel`)}</button>
        <button type="submit" form="new" class="primary" ?disabled=${this.raising.isRunning}>
          ${t(`work_order.raise`)}
        </button>
      </div>
    </smart-campus-dialog>`}get dialog(){return this.renderRoot.querySelector(`smart-campus-dialog`)}begin(){this.raised=void 0,this.photos=[],this.raising.forget(),this.isRaising=!0}raise(e){e.preventDefault();let{hass:t}=this,n=this.renderRoot.querySelector(`form`);if(!t||!n)return;let{title:r=``,...i}=hs(n),a=this.sites.length===1?this.sites[0]?.site:this.config?.site;this.raising.run(async()=>{this.raised??=await cc(t,{...a!==void 0&&{site:a},...i,title:r});for(let e of this.photos)await uc(t,this.raised.order_id,e),this.photos=this.photos.filter(t=>t!==e)}).then(e=>e&&this.dialog?.close())}};P([S()],xc.prototype,`page`,void 0),P([S()],xc.prototype,`states`,void 0),P([S()],xc.prototype,`offset`,void 0),P([S()],xc.prototype,`openedId`,void 0),P([S()],xc.prototype,`isRaising`,void 0),P([S()],xc.prototype,`photos`,void 0),P([S()],xc.prototype,`sites`,void 0),E(`smart-campus-work-orders-card`,xc);async function Sc(e,t,n){return(await w(e,{type:`smart_campus/indicators`,language:t,...n!==void 0&&{site:n}})).indicators}var Cc=3e5,wc=`%`,Tc=/* @__PURE__ */ new Set([`min`,`s`,`h`]),Ec=class extends F{constructor(...e){super(...e),this.hasAsked=!1}static{this.styles=[...F.styles,I,o`
      .head {
        padding: 12px 16px 0;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 10px 0;
        border-bottom: 1px solid var(--divider-color);
      }
      li:last-child {
        border: none;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 4px 12px;
      }
      .value {
        font-size: 18px;
        font-variant-numeric: tabular-nums;
      }
      .bar {
        position: relative;
        height: 10px;
        margin: 6px 0;
        border-radius: 5px;
        background: color-mix(in srgb, var(--primary-text-color) 14%, transparent);
      }
      .fill {
        height: 100%;
        border-radius: 5px;
        background: var(--tone);
      }
      .goal {
        position: absolute;
        top: -3px;
        bottom: -3px;
        width: 3px;
        margin-inline-start: -1.5px;
        background: var(--primary-text-color);
      }
      details {
        margin-top: 4px;
        font-size: 13px;
      }
      summary {
        min-height: 24px;
        color: var(--secondary-text-color);
        cursor: pointer;
      }
      @media (pointer: coarse) {
        summary {
          min-height: var(--sc-touch);
          align-content: center;
        }
      }
    `]}configured(){this.indicators=void 0,this.hasAsked=!1}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>void this.load(),Cc)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}willUpdate(e){super.willUpdate(e),this.hass&&this.config&&!this.hasAsked&&(this.hasAsked=!0,this.load())}retry(){super.retry(),this.load()}async load(){let{hass:e,config:t}=this;if(e&&t)try{this.indicators=await Sc(e,D(e.locale),t.site),this.failure=void 0}catch(e){this.fail(C(e))}}renderCard(e){let t={hass:e,t:(e,t)=>this.t(e,t)},{indicators:n}=this;return g`<ha-card>
      <div class="head"><h2>${this.t(`indicator.title`)}</h2></div>
      <div class="content">
        ${n===void 0?g`<p>${this.t(`loading`)}</p>`:n.length===0?g`<p class="secondary">${this.t(`indicator.none`)}</p>`:g`<ul>
                  ${n.map(e=>this.renderIndicator(t,e))}
                </ul>`}
      </div>
    </ha-card>`}renderIndicator(e,t){let{t:n}=e,r=t.value!==null&&t.goal!==null&&Dc(t,t.value,t.goal),i=L(this.indicators?.every(({site:e})=>e===t.site)??!0?t.name:`${t.name} · ${t.site_title}`,100);return g`<li data-tone=${t.goal===null||t.value===null?`info`:r?`good`:`warn`}>
      <div class="line">
        <h3>${i}</h3>
        <span class="value"
          >${t.value===null?n(`indicator.unknown`):Oc(e,t.value,t.unit)}</span
        >
      </div>
      ${this.renderBar(e,t,i)}
      <div class="line">
        <span class="secondary">
          ${t.numerator===null||t.denominator===null?y:n(`indicator.of`,{part:j(e.hass,t.numerator),whole:j(e.hass,t.denominator)})}
        </span>
        ${t.goal===null?y:this.renderGoal(e,t,t.goal,r)}
      </div>
      <details>
        <summary>${n(`indicator.about`)}<span class="sr-only"> ${i}</span></summary>
        <p class="foreign">${L(t.definition,600)}</p>
        <p class="secondary foreign">${n(`indicator.source`,{source:L(t.source,600)})}</p>
      </details>
    </li>`}renderBar(e,t,n){if(t.value===null||t.unit!==wc)return y;let r=Math.min(100,Math.max(0,t.value));return g`<div
      class="bar"
      role="meter"
      aria-label=${n}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${r}
      aria-valuetext=${Oc(e,t.value,t.unit)}
    >
      <div class="fill" style="width: ${r}%"></div>
      ${t.goal===null?y:g`<div class="goal" style="inset-inline-start: ${Math.min(100,Math.max(0,t.goal))}%"></div>`}
    </div>`}renderGoal(e,t,n,r){let i=e.t(`indicator.goal`,{goal:Oc(e,n,t.unit)});return t.value===null?g`<span class="secondary">${i}</span>`:r?W(`good`,`mdi:flag-checkered`,`${i}: ${e.t(`indicator.met`)}`):W(`warn`,`mdi:flag-outline`,`${i}: ${e.t(`indicator.missed`)}`)}};P([S()],Ec.prototype,`indicators`,void 0);function Dc({unit:e},t,n){return Tc.has(e??``)?t<=n:t>=n}function Oc({hass:e},t,n){let r=j(e,t);return n===null||n===``?r:`${r} ${L(n,12)}`}E(`smart-campus-indicators-card`,Ec);function kc(e,t,n,r,i){return w(e,{type:`smart_campus/equipment/import/check`,site:t,file_id:n,orphans:r,language:i})}function Ac(e,t,n,r,i){return w(e,{type:`smart_campus/equipment/import/page`,import_id:t,what:`errors`,offset:n,limit:r,language:i})}function jc(e,t,n,r){return w(e,{type:`smart_campus/equipment/import/page`,import_id:t,what:`changes`,offset:n,limit:r})}function Mc(e,t){return{type:`smart_campus/equipment/import/apply`,import_id:e,language:t}}function Nc(e,t){return w(e,{type:`smart_campus/equipment/imports`,site:t})}var Pc=25,$=class extends b{constructor(...e){super(...e),this.errors=[],this.changes=[],this.changesTotal=0,this.errorsAt=0,this.changesAt=0,this.turning=new q(this,e=>M(this.hass,e))}static{this.styles=[N,I,Yr,Io,o`
      .numbers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0;
      }
      h3 {
        margin-top: 16px;
      }
      .old {
        color: var(--secondary-text-color);
        text-decoration: line-through;
      }
    `]}willUpdate(e){if(e.has(`checked`)){let{errors:e,changes:t,counts:n}=this.checked;this.errors=e.slice(0,Pc),this.changes=t.slice(0,Pc),this.errorsAt=this.changesAt=0,this.changesTotal=Math.max(t.length,n.new+n.changed)}}render(){let e=G(this.hass),{t}=e,{counts:n}=this.checked;return g`<div class="numbers" role="status">
        ${W(`good`,`mdi:plus`,t(`import.new`,{count:n.new}))}
        ${W(`info`,`mdi:pencil`,t(`import.changed`,{count:n.changed}))}
        ${W(`none`,`mdi:equal`,t(`import.unchanged`,{count:n.unchanged}))}
        ${W(`none`,`mdi:help-circle-outline`,t(`import.orphaned`,{count:n.orphaned}))}
        ${W(n.errors>0?`bad`:`good`,n.errors>0?`mdi:alert`:`mdi:check`,t(`import.errors`,{count:n.errors}))}
      </div>
      ${this.renderForecast(e)} ${this.renderErrors(e)} ${this.renderChanges(e)}
      <p role="alert">${this.turning.error}</p>`}renderForecast(e){let{t,hass:n}=e,{forecast:r}=this.checked,i=Object.entries(r.by_kind??{}).filter(([,e])=>(e.devices??0)>0);return g`<h3>${t(`import.forecast`)}</h3>
      <p>
        ${t(`import.cost`,{entities:j(n,r.entities),requests:j(n,r.requests_per_s,2)})}
        ${i.length===0?y:i.map(([t,r])=>`${Hs(e,t)}: ${j(n,r.devices??0)}`).join(t(`list_separator`))}
      </p>
      ${r.fits?y:g`<p>
              ${W(`bad`,`mdi:alert`,t(`import.too_many`,{limit:j(n,r.limit)}))}
            </p>`}`}renderErrors(e){let{t}=e,n=this.checked.counts.errors;return n===0?y:g`<h3>${t(`import.errors_title`)}</h3>
      ${Gr({caption:t(`import.errors_title`),rows:this.errors,keyOf:e=>`${e.row} ${e.column??``} ${e.code}`,columns:[{key:`row`,label:t(`import.row`),isHead:!0,cell:({row:e})=>e===0?t(`import.file`):t(`import.row_number`,{row:e})},{key:`column`,label:t(`import.column`),cell:({column:e})=>e?L(e,60):y},{key:`text`,label:t(`import.what`),cell:({text:e})=>g`<span class="foreign">${L(e,300)}</span>`}]})}
      ${Fo(e,{offset:this.errorsAt,limit:Pc,total:n},e=>this.turnErrors(e))}`}renderChanges(e){let{t}=e;return this.changes.length===0?y:g`<h3>${t(`import.changes_title`)}</h3>
      ${Gr({caption:t(`import.changes_title`),rows:this.changes,keyOf:e=>`${e.row} ${e.asset_id} ${e.asset_number}`,columns:[{key:`asset`,label:t(`asset.field.asset_number`),isHead:!0,cell:e=>g`<span class="foreign"
                >${L(e.asset_number||e.asset_id,64)||t(`import.unnumbered`)}</span
              >`},{key:`row`,label:t(`import.row`),cell:({row:e})=>e===0?t(`import.not_in_file`):t(`import.row_number`,{row:e})},{key:`change`,label:t(`import.change`),cell:t=>this.renderChange(e,t)}]})}
      ${Fo(e,{offset:this.changesAt,limit:Pc,total:this.changesTotal},e=>this.turnChanges(e))}`}renderChange(e,t){return g`${t.is_new?W(`good`,`mdi:plus`,e.t(`import.is_new`)):y}
    ${Object.entries(t.change).map(([n,[r,i]])=>g`<div class="foreign">
          ${Q(e,n)}:
          ${t.is_new||r===null||r===``?y:g`<span class="sr-only">${e.t(`import.before`)}</span>
                  <span class="old">${Ks(e,n,r)}</span> →`}
          ${Ks(e,n,i)}
        </div>`)}`}turnErrors(e){this.turning.run(async()=>{let t=D(this.hass.locale);this.errors=(await Ac(this.hass,this.checked.import_id,e,Pc,t)).errors,this.errorsAt=e})}turnChanges(e){this.turning.run(async()=>{let t=await jc(this.hass,this.checked.import_id,e,Pc);this.changes=t.changes,this.changesTotal=t.total,this.changesAt=e})}};P([x({attribute:!1})],$.prototype,`hass`,void 0),P([x({attribute:!1})],$.prototype,`checked`,void 0),P([S()],$.prototype,`errors`,void 0),P([S()],$.prototype,`changes`,void 0),P([S()],$.prototype,`changesTotal`,void 0),P([S()],$.prototype,`errorsAt`,void 0),P([S()],$.prototype,`changesAt`,void 0),E(`smart-campus-import-check-result`,$);var Fc=3e3,Ic=class{constructor(e){this.host=e,this.isInterrupted=!1,this.site=``,this.language=`en`,this.interrupted=()=>{this.isInterrupted=!0,this.host.requestUpdate()},e.addController(this)}get isRunning(){return this.importId!==void 0&&this.result===void 0&&this.error===void 0}follow(e,t,n,r){this.forget(),this.hass=e,this.site=t,this.language=r,this.importId=n,this.connection=e.connection,this.connection.addEventListener(`disconnected`,this.interrupted),this.open()}forget(){this.stop(),this.importId=this.progress=this.result=this.error=void 0,this.isInterrupted=!1,this.host.requestUpdate()}hostDisconnected(){this.stop()}hostConnected(){this.isRunning&&this.hass&&this.importId!==void 0&&this.follow(this.hass,this.site,this.importId,this.language)}open(){let{connection:e,importId:t}=this;e&&t!==void 0&&(this.feed?.close(),this.feed=new nt(e,Mc(t,this.language),e=>this.hear(e),e=>this.refused(e)),this.feed.open())}hear(e){this.isInterrupted=!1,`result`in e?this.finish(e.result):this.progress=e,this.host.requestUpdate()}refused(e){this.progress===void 0&&!this.isInterrupted?(this.stop(),this.error=e,this.host.requestUpdate()):(this.interrupted(),this.feed?.close(),this.feed=void 0,clearTimeout(this.timer),this.timer=setTimeout(()=>void this.lookAgain(),Fc))}async lookAgain(){let{hass:e,importId:t}=this;if(e&&t!==void 0){try{let{imports:n,running:r}=await Nc(e,this.site),i=n.find(e=>e.import_id===t);if(r?.import_id===t){this.open();return}if(i?.state===`finished`){this.finish({...i.result,was_interrupted:i.was_interrupted});return}if(i?.state===`failed`){this.stop(),this.error={code:`unknown`,message:`import_failed`},this.host.requestUpdate();return}}catch{}this.timer=setTimeout(()=>void this.lookAgain(),Fc)}}finish(e){this.stop(),this.isInterrupted=!1,this.result=e,this.host.requestUpdate()}stop(){clearTimeout(this.timer),this.feed?.close(),this.feed=void 0,this.connection?.removeEventListener(`disconnected`,this.interrupted)}},Lc=20,Rc=class extends F{constructor(...e){super(...e),this.orphans=`keep`,this.fileName=``,this.hasAsked=!1,this.run=new Ic(this),this.doing=new q(this,e=>this.describe(e))}static{this.styles=[...F.styles,I,Po,o`
      progress {
        width: 100%;
        height: 12px;
        accent-color: var(--primary-color);
      }
      .notice {
        padding: 8px 12px;
        border-radius: 8px;
        background: color-mix(in srgb, var(--sc-warn) 14%, transparent);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
    `]}checkConfig(e){return bt(e),e}configured(){this.checked=void 0,this.hasAsked=!1,this.run.forget()}willUpdate(e){super.willUpdate(e),this.hass&&this.config&&!this.hasAsked&&(this.hasAsked=!0,this.join(this.hass,this.config.site))}async join(e,t){try{let{running:n}=await Nc(e,t);n?.site===t&&!this.run.isRunning&&this.run.follow(e,t,n.import_id,D(e.locale))}catch{}}renderCard(e,t){let n={hass:e,t:(e,t)=>this.t(e,t)};return g`<ha-card>
      <div class="row head"><h2 class="grow">${this.t(`import.title`)}</h2></div>
      <div class="content">
        ${this.run.importId===void 0?this.renderChoice(n,t):this.renderRun(n)}
      </div>
    </ha-card>`}renderChoice(e,t){let{t:n,hass:r}=e,{checked:i,doing:a}=this;return g`<p class="secondary">${n(`import.text`)}</p>
      <div class="actions">
        <button type="button" @click=${()=>this.template(`xlsx`)}>${n(`import.template`,{format:`XLSX`})}</button>
        <button type="button" @click=${()=>this.template(`csv`)}>${n(`import.template`,{format:`CSV`})}</button>
      </div>
      <div class="actions">
        <label class="field"
          ><span>${n(`import.choose`)}</span
          ><input type="file" accept=".csv,.xlsx" ?disabled=${a.isRunning} @change=${this.choose}
        /></label>
        ${Mo(n(`import.orphans`),this.orphans,[{value:`keep`,label:n(`import.keep`)},{value:`retire`,label:n(`import.retire`)}],e=>{this.orphans=e===`retire`?`retire`:`keep`,this.file&&this.check(r,t.site)})}
      </div>
      <p role="status">${a.isRunning?n(`import.checking`,{name:L(this.fileName,80)}):``}</p>
      <p role="alert" class=${a.error?`error`:``}>${a.error}</p>
      ${i&&!a.isRunning?this.renderChecked(e,t,i):y}`}renderChecked({hass:e,t},n,r){let i=r.counts.new+r.counts.changed+(this.orphans===`retire`?r.counts.orphaned:0);return g`<h3 class="foreign">${L(this.fileName,120)}</h3>
      <smart-campus-import-check-result .hass=${e} .checked=${r}></smart-campus-import-check-result>
      <div class="actions">
        <button
          type="button"
          class="primary"
          ?disabled=${i===0||!r.forecast.fits}
          @click=${()=>this.run.follow(e,n.site,r.import_id,D(e.locale))}
        >
          ${t(r.counts.errors>0?`import.apply_rest`:`import.apply`,{count:i})}
        </button>
      </div>
      ${i===0?g`<p class="secondary">${t(`import.nothing`)}</p>`:y}`}renderRun(e){let{t,hass:n}=e,{run:r}=this;if(r.error){let{message:i}=r.error;return g`<p role="alert" class="error">${L(i===`import_failed`?t(`import.failed`):i||_t(n,r.error),300)}</p>
        ${this.renderAgain(e)}`}if(r.result)return this.renderResult(e,r.result);let{done:i=0,total:a=0,phase:o=``}=r.progress??{},s=K(e,`import.phase`,o||`writing`);return g`${r.isInterrupted?g`<p class="notice" role="status">${t(`import.interrupted`)}</p>`:y}
      <label
        >${s} ${a>0?t(`import.progress`,{done:i,total:a}):``}
        ${a>0?g`<progress max=${a} .value=${i}></progress>`:g`<progress></progress>`}</label
      >
      <p class="secondary">${t(`import.may_leave`)}</p>`}renderResult(e,t){let{t:n}=e,r=e=>(t[e]??0)===0?y:W(`good`,`mdi:check`,n(`import.made.${e}`,{count:t[e]??0})),i=t.failed??[];return g`<div role="status">
        <h3>${n(`import.done`)}</h3>
        ${t.was_interrupted?g`<p class="notice">${n(`import.resumed`)}</p>`:y}
        <div class="actions">
          ${r(`new`)} ${r(`changed`)} ${r(`retired`)} ${r(`devices`)} ${r(`rooms`)}
          ${r(`floors`)}
          ${i.length===0?y:W(`bad`,`mdi:alert`,n(`import.not_done`,{count:i.length}))}
        </div>
        ${i.length===0?y:g`<ul>
                ${i.slice(0,Lc).map(({row:e,text:t})=>g`<li class="foreign">${n(`import.row_number`,{row:e})}: ${L(t,300)}</li>`)}
              </ul>`}
      </div>
      ${this.renderAgain(e)}`}renderAgain({t:e}){return g`<div class="actions">
      <button type="button" @click=${this.begin}>${e(`import.another`)}</button>
    </div>`}begin(){this.checked=this.file=void 0,this.fileName=``,this.run.forget()}choose(e){let[t]=e.target.files??[],{hass:n,config:r}=this;t&&n&&r&&(this.file=t,this.fileName=t.name,this.check(n,r.site))}check(e,t){let{file:n}=this;n&&(this.checked=void 0,this.doing.run(async()=>{let r=await ic(e,n);this.checked=await kc(e,t,r,this.orphans,D(e.locale))}))}template(e){let{hass:t}=this;t&&this.doing.run(async()=>{let{url:n}=await js(t,e,D(t.locale));Ro(t,n,`template.${e}`)})}};P([S()],Rc.prototype,`checked`,void 0),P([S()],Rc.prototype,`orphans`,void 0),P([S()],Rc.prototype,`fileName`,void 0),E(`smart-campus-equipment-import-card`,Rc);