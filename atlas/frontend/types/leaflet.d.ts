// Of Leaflet 1.9 what the map uses. For `deno check` alone, never served.
declare namespace L {
  type Degrees = LatLng | [latitude: number, longitude: number];
  type Pixels = Point | [x: number, y: number];

  interface LatLng {
    lat: number;
    lng: number;
    toBounds(metres: number): LatLngBounds;
  }

  interface LatLngBounds {
    contains(at: Degrees): boolean;
    extend(other: LatLngBounds): LatLngBounds;
    getCenter(): LatLng;
    getEast(): number;
    getNorth(): number;
    getSouth(): number;
    getWest(): number;
    intersects(other: LatLngBounds): boolean;
    pad(share: number): LatLngBounds;
  }

  interface Point {
    x: number;
    y: number;
    distanceTo(other: Point): number;
  }

  interface Movement {
    animate?: boolean;
    duration?: number;
  }

  interface MouseEvent {
    latlng: LatLng;
    containerPoint: Point;
    originalEvent: globalThis.MouseEvent;
  }

  /** The start of an animated zoom. */
  interface ZoomEvent {
    center: LatLng;
    zoom: number;
  }

  interface LayerEvent extends MouseEvent {
    layer: AreaLayer;
  }

  interface Map {
    attributionControl?: AttributionControl;
    doubleClickZoom: { enable(): void; disable(): void };
    options: { minZoom: number; maxZoom: number; zoomSnap: number; wheelPxPerZoomLevel: number };
    dragging: { enable(): void; disable(): void };
    keyboard: { enable(): void; disable(): void };
    zoomControl: { _zoomInButton: HTMLElement; _zoomOutButton: HTMLElement };
    /** Private: whether zooming is animated. */
    _zoomAnimated: boolean;
    closePopup(): void;
    closeTooltip(tooltip: Tooltip): void;
    containerPointToLatLng(point: Pixels): LatLng;
    containerPointToLayerPoint(point: Pixels): Point;
    createPane(name: string): HTMLElement;
    eachLayer(visit: (layer: Layer) => void): void;
    flyTo(centre: Degrees, zoom: number, options?: Movement): Map;
    getBounds(): LatLngBounds;
    getCenter(): LatLng;
    getContainer(): HTMLElement;
    getMinZoom(): number;
    getPane(name: string): HTMLElement;
    getPixelBounds(): { min: Point; max: Point };
    getSize(): Point;
    getZoom(): number;
    invalidateSize(options?: Movement): Map;
    latLngToContainerPoint(at: Degrees): Point;
    mouseEventToLatLng(event: globalThis.MouseEvent): LatLng;
    on(names: "click" | "contextmenu" | "mousemove", heard: (event: MouseEvent) => void): Map;
    on(name: "zoomanim", heard: (event: ZoomEvent) => void): Map;
    on(names: string, heard: () => void): Map;
    once(name: string, heard: () => void): Map;
    openTooltip(tooltip: Tooltip): void;
    panBy(offset: Pixels, options?: Movement): Map;
    panTo(at: Degrees, options?: Movement): Map;
    project(at: Degrees, zoom?: number): Point;
    setView(centre: Degrees, zoom: number, options?: Movement): Map;
    unproject(point: Point, zoom: number): LatLng;
    zoomIn(): Map;
    zoomOut(): Map;
  }

  interface Layer {
    addTo(map: Map | LayerGroup): this;
    remove(): this;
    bindTooltip(content: (layer: AreaLayer) => HTMLElement, options?: object): this;
    on(name: string, heard: (event: LayerEvent) => void): this;
  }

  interface LayerGroup extends Layer {
    clearLayers(): this;
    getLayers(): Layer[];
  }

  interface ImageOverlay extends Layer {
    setOpacity(opacity: number): this;
    setUrl(url: string): this;
  }

  interface Path extends Layer {
    bringToFront(): this;
    getElement(): SVGElement | undefined;
  }

  /** One area of a `GeoJSON` layer. */
  interface AreaLayer extends Path {
    feature: Feature;
  }

  interface GeoJSON extends Layer {
    bringToFront(): this;
    eachLayer(visit: (area: AreaLayer) => void): this;
    getBounds(): LatLngBounds;
    getLayers(): AreaLayer[];
    resetStyle(): this;
    setStyle(style: (feature: Feature) => object): this;
  }

  /** An element that covers an area of the map and moves and grows with it. */
  interface Overlay extends Layer {
    setBounds(bounds: LatLngBounds): this;
  }

  interface MarkerLayer extends Layer {
    options: { pane: string; icon: DivIcon };
    closeTooltip(): this;
    getElement(): HTMLElement | undefined;
    getLatLng(): LatLng;
  }

  interface DivIcon {
    options: { iconSize: [width: number, height: number]; iconAnchor?: [left: number, top: number] };
  }

  interface Popup extends Layer {
    getElement(): HTMLElement;
    openOn(map: Map): this;
    setContent(content: HTMLElement): this;
    setLatLng(at: Degrees): this;
  }

  interface Tooltip extends Layer {
    setContent(content: HTMLElement): this;
    setLatLng(at: Degrees): this;
  }

  interface Control {
    addTo(map: Map): this;
    onAdd(map: Map): HTMLElement;
    remove(): this;
  }

  interface AttributionControl extends Control {
    addAttribution(markup: string): this;
  }

  interface Renderer extends Layer {
    options: { padding: number };
    _map: Map | null | undefined;
    _bounds: { getSize(): Point };
    _update(): void;
  }

  const DomEvent: {
    disableClickPropagation(element: HTMLElement): void;
    disableScrollPropagation(element: HTMLElement): void;
    stop(event: LayerEvent): void;
  };

  const DomUtil: {
    create<Tag extends keyof HTMLElementTagNameMap>(
      tag: Tag,
      className: string,
      parent: HTMLElement,
    ): HTMLElementTagNameMap[Tag];
    getPosition(element: HTMLElement): Point;
    setPosition(element: HTMLElement, at: Point): void;
  };

  /** A class, to be extended and to be asked for with `instanceof`. */
  const Marker: {
    new (at: Degrees, options?: object): MarkerLayer;
    include(methods: object): void;
    prototype: MarkerLayer & { _icon: HTMLElement; _setPos(at: Point): void };
  };

  const control: {
    (options: { position: string }): Control;
    attribution(options: object): AttributionControl;
    scale(options: object): Control;
  };

  function canvas(options: object): Renderer;
  function circle(at: Degrees, options: object): Path;
  function circleMarker(at: Degrees, options: object): Path;
  function divIcon(options: object): DivIcon;
  function geoJSON(features: Feature | Feature[], options?: object): GeoJSON;
  function latLng(latitude: number, longitude: number): LatLng;
  function latLngBounds(southWest: Degrees, northEast: Degrees): LatLngBounds;
  function latLngBounds(corners: LatLng[]): LatLngBounds;
  function imageOverlay(url: string, bounds: LatLngBounds, options: object): ImageOverlay;
  function layerGroup(): LayerGroup;
  function map(element: string | HTMLElement, options: object): Map;
  function marker(at: Degrees, options: object): MarkerLayer;
  function point(x: number, y: number): Point;
  function polygon(corners: Degrees[], options: object): Path;
  function polyline(corners: Degrees[], options: object): Path;
  function popup(options: object): Popup;
  function svgOverlay(element: Element, bounds: LatLngBounds, options?: object): Overlay;
  function tileLayer(url: string, options: object): Layer;
  function tooltip(options: object): Tooltip;
}
