// What the scripts give each other as `window.Atlas`. For `deno check` alone, never served.

type Theme = "light" | "dark";
type Fields = Record<string, string | number>;
type Child = Node | string | null | undefined;

/** Attributes of an element; functions are listeners; null, undefined and false are left out. */
type Attributes = Record<
  string,
  string | number | boolean | null | undefined | ((event: Event) => void)
>;

type Step = [right: number, down: number];

interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: Record<string, TopologyGeometry & { geometries?: TopologyGeometry[] }>;
}

interface TopologyGeometry {
  type: string;
  properties?: AreaProperties;
  arcs?: unknown;
  coordinates?: unknown;
}

interface Palette {
  land: string;
  municipio: string;
  departamento: string;
  veil: string;
  lake: string;
  neighbour: string;
  coast: string;
  border: string;
  strong: string;
}

interface GroundPalette {
  river: string;
  lake: string;
  route: string;
  town: string;
  rim: string;
}

/** A part of the ground, shown between two zooms. */
interface GroundPart {
  layer: L.GeoJSON;
  from: number;
  below: number;
  isAbove: boolean;
  isShown: boolean;
}

/** An imported road with its text, and the zoom from which it is named. */
interface NamedRoad {
  text: string;
  lines: Position[][];
  from: number;
  bounds: L.LatLngBounds;
}

/** The layers that are drawn below a zoom. */
interface DrawnLevel {
  below: number;
  adm1: string;
  adm2: string;
  noClip?: boolean;
}

interface DrawnOutlines {
  departamentos: L.GeoJSON;
  municipios: L.GeoJSON;
}

/** What the parts of the map ask of the whole. */
interface MapEvents {
  area(area: AreaProperties): HTMLElement;
  tooltip(group: Site[]): HTMLElement;
  siteClicked(group: Site[]): void;
  regionClicked(area: AreaProperties, at: L.LatLng): void;
  refined(): void;
  described(group: Site[]): string;
  keep(redraw: () => void): void;
  restyled(): void;
}

/** A symbol or a shaded municipio, and the sites that it represents. */
interface Stop {
  element: HTMLElement | SVGElement | undefined;
  sites: Site[];
  at: L.LatLng;
}

interface ReachableStop extends Stop {
  element: HTMLElement | SVGElement;
}

/** A name that the map may show; a low rank is important among names of its kind. */
interface NameOnMap {
  at: Position;
  text: string;
  kind: string;
  rank: number;
  /** Degrees by which a name along a line falls to the right. */
  angle?: number;
  /** The symbol next to the name, in pixels around its place. */
  symbol?: PixelBox;
  /** Width and height in pixels of the area that the name belongs to. */
  room?: [width: number, height: number];
}

/** A name by its place and size in pixels. */
interface NameToPlace extends Pick<NameOnMap, "angle" | "symbol" | "room"> {
  x: number;
  y: number;
  width: number;
  height: number;
  way: Lettering["way"];
}

/** A name in its lettering. */
interface StyledName extends NameOnMap, NameToPlace {
  font: string;
  spacing: string;
  colour: string;
  size: number;
}

interface WrittenName extends StyledName {
  middle: Step;
}

/** A place in pixels, and whether its symbol is a pin. */
interface Placed {
  x: number;
  y: number;
  isPin: boolean;
}

/** Symbols by row that share a part of the map, and the middles of their drawings. */
interface PartOfMiddles {
  members: number[];
  tilts: number[] | null;
  middles: Step[];
}

/** Sites of one layer at each of one or more places that share the map. */
interface Arranged {
  groups: Site[][];
  /** How far each pin leans; null for a pile. */
  tilts: number[] | null;
  isChosen: boolean;
}

interface DrawnSites {
  marker: L.MarkerLayer;
  sites: Site[];
  at: L.LatLng;
  /** The box of the symbol in pixels around its place. */
  symbol: PixelBox;
  tilt: number;
  isPile: boolean;
  isChosen: boolean;
}

/** How sites share one symbol; those that are undated at the date are hollow. */
interface SymbolsDrawn {
  symbols: LayerSymbol[];
  hollow: boolean[];
  precision: Site["precision"];
  tilt: number;
  isPile: boolean;
  isChosen: boolean;
}

/** Something drawn of a reader's list: where, for how many rows, how large, and which point it is. */
interface Mark {
  x: number;
  y: number;
  n: number;
  r: number;
  i?: number;
}

interface TourStep {
  name: string;
  /** What it points at, in the map's frame or in the page around it. */
  inFrame?: string;
  inPage?: string;
}

/** A view as the browser keeps it for this visit. */
interface KeptView {
  session: string;
  region: string;
  at: string;
  isFitted: boolean;
}

/** What a search may find. */
type FoundPlace = { kind: "departamento" | "municipio"; code: number } | { kind: "site"; site: Site };

interface SearchHit {
  label: string;
  choose(): void;
}

/** The results of a search and, without any, the reason. */
interface SearchAnswer {
  hits: SearchHit[];
  note: string;
}

interface PlaceSearch {
  answer(query: string): SearchAnswer;
}

/** A box in pixels at zoom 0, and what a symbol covers around it at every zoom. */
interface FramedBox {
  box: PixelBox;
  margin: PixelBox;
}

/** What the map is fitted to, and the largest zoom for it. */
interface Subject {
  boxes: FramedBox[];
  closest: number;
}

interface Frame {
  size: [width: number, height: number];
  boxes: FramedBox[];
  panels: PixelBox[];
  zooms: number[];
  wish?: [x: number, y: number];
}

interface Utm {
  zone: number;
  easting: number;
  northing: number;
}

interface Coordinates {
  card(at: L.LatLng, opener?: HTMLElement | null): void;
  ofSite(site: Site): HTMLElement[];
  speak(): void;
}

interface Framing {
  again(movement: L.Movement): void;
  fit(movement: L.Movement, site?: Site): void;
  goTo(at: L.LatLng, movement: L.Movement): void;
  keepInView(at: L.LatLng, movement: L.Movement): void;
}

interface Boundaries {
  drawn: DrawnOutlines | undefined;
  fills: Record<string, string>;
  palette: Palette;
  transparent: boolean | undefined;
  emphasise(
    departamentos: number[],
    municipios: number[],
    fills?: Record<string, string>,
    looks?: Record<string, Look>,
  ): void;
  departamentoOutlines(code: number): Feature[];
  drawSurroundings(): Promise<void>;
  hasRegion(): boolean;
  load(): Promise<void>;
  prepare(): Promise<void>;
  municipioOutlines(codes: number[]): Feature[];
  setTheme(theme: Theme): void;
  setTransparent(isTransparent: boolean): void;
}

interface Ground {
  draw(): void;
  key(): HTMLElement;
  load(): Promise<void>;
  names(): NameOnMap[];
  tilesFail(isFailing: boolean): void;
}

interface Sites {
  marks(): DrawnSites[];
  draw(sites: Site[], selected: string | null, undated: Site[]): boolean;
  positionOf(site: Site | undefined): L.LatLng | null;
  select(siteId: string | null): void;
  shade(): void;
  stops(): Stop[];
}

interface Walk {
  back(siteId: string | null): void;
  keep(redraw: () => void): void;
  remember(): void;
}

interface RegionCard {
  open(at: L.LatLng, card: HTMLElement, opener: HTMLElement | null): void;
  card(
    region: { codigo_depto: number; codigo_muni?: number },
    at: L.LatLng,
    opener?: HTMLElement | null,
  ): void;
}

interface Points {
  data: ListMarks | null;
  marks: Mark[];
  wanted: ListDrawing | null;
  draw(): void;
  load(): Promise<void>;
  names(): NameOnMap[];
  positionOf(mark: Mark): L.LatLng | null;
  show(wanted: ListDrawing | undefined): Promise<void>;
  tell(mark: Mark, at?: L.LatLng): void;
  wordsOf(mark: Mark): string;
}

interface Overlay {
  box: HTMLElement;
  points: Points;
  legendText: string;
  clicked(at: L.LatLng): void;
  draw(overlay: AnalysisOverlay | undefined): void;
  fills(overlay: AnalysisOverlay | undefined): Record<string, string>;
  isPlacing(): boolean;
  meaning(area: { codigo_muni: number; codigo_depto: number }): string | null;
  say(overlay: AnalysisOverlay | undefined): void;
}

interface Annotations {
  draw(annotations?: Annotation[]): void;
}

/** The state of a site at a date, or whether it is there. */
interface SiteState {
  state: string;
  isImprecise: boolean;
}

/** How two states share the map. */
type Layout = "one" | "divided" | "two";

/** The state that the second map shows: both names, its sites, and the colours that either map leaves out. */
interface OtherState {
  names: [left: string, right: string];
  sites: Site[];
  undated: Site[];
  hidden: string[];
  gone: string[];
}

/** The second map with its own parts; all else is that of the app. */
interface SideOfMap extends MapApp {}

interface SecondMap {
  layout: Layout;
  isOn: boolean;
  isOffered: boolean;
  choose(layout: Layout): void;
  draw(): void;
  fillsOf(fills: Record<string, string>): Record<string, string>;
  offer(isCompared: boolean): void;
  placeOf(event: L.MouseEvent): L.LatLng;
  setTheme(theme: Theme): void;
}

interface TimeControl {
  table: TimeTable | null;
  when: string | null;
  figureAt(figureId: string, date?: { when: string | null; clock: Clock }): SceneFigure | null;
  against: string | null;
  isOffered: boolean;
  moment: string;
  described(site: Site): { name: string; text: string }[];
  draw(): void;
  isUndated(site: Site, date?: string | null): boolean;
  nameOf(date: string | null): string;
  present(state: MapState, date?: string | null): Site[];
  rest(): void;
  take(time: TimeState | undefined, isHeard: boolean): void;
}

type DrawingTool = "polygon" | "circle" | "freehand" | "measure";

interface Drawing {
  area: string;
  finished: string;
  tool: DrawingTool | null;
  show(text: string): void;
  speak(): void;
  takes(at: L.LatLng): boolean;
}

interface Legend {
  box: HTMLElement;
  open: boolean;
  background(): HTMLElement;
  tiles(): HTMLElement | null;
  draw(): void;
  hasRoom(): boolean;
}

/** The name of a fact about a site, and the lines that state it. */
type DetailFact = [name: string, lines: HTMLElement[]];

interface Details {
  again(site: Site): void;
  close(): void;
  focus(): void;
  open(site: Site, group: Site[] | null): void;
  pick(group: Site[]): void;
}

interface Address {
  isFitted: boolean;
  hold(): void;
  note(session: string, region: string, isFitted: boolean): void;
  read(session?: string): View | null;
  release(): void;
  remembered(session: string, region: string): View | null;
  takeRestored(): string | null;
}

interface MapApp {
  address: Address;
  boundaries: Boundaries;
  coordinates: Coordinates;
  data: AtlasTables;
  details: Details;
  drawing: Drawing;
  filtered: Site[];
  framing: Framing;
  ground: Ground;
  isNarrow: boolean;
  labels: { draw(): void };
  language: Language;
  layers: Set<string>;
  legend: Legend;
  map: L.Map;
  annotations: Annotations;
  overlay: Overlay;
  region: RegionCard;
  search: PlaceSearch;
  second: SecondMap;
  selected: string | null;
  shown: Site[];
  sites: Sites;
  state: MapState;
  tilesOn: boolean;
  time: TimeControl;
  walk: Walk;
  area(area: AreaProperties): HTMLElement;
  begin(state: MapState): void;
  choose(siteId: string | null, group?: Site[] | null): void;
  chooseArea(text: string): void;
  citations(sourceIds: string[]): Child[];
  compared(): void;
  date(text: string): string;
  described(group: Site[]): string;
  distance(metres: number): string;
  field(row: InBothLanguages, name: string): string;
  fit(): void;
  flyToSite(site: Site): void;
  heard(state: MapState): void;
  inDepartamento(municipio: string | undefined, codigo_depto: number): string;
  isAlone(state: MapState): boolean;
  named(siteIds: string[] | null): Site[];
  nameOf(site: Site): string;
  placeOf(site: Site): string;
  plural(key: string, count: number): string;
  setTheme(theme: Theme): void;
  show(state: MapState): void;
  showAhead(state: MapState): void;
  siteClicked(group: Site[]): void;
  switchLayer(layer: string, isOn: boolean): void;
  switchTiles(isOn: boolean): void;
  t(key: string, fields?: Fields): string;
  tell(event: MapEvent): void;
  timeMoved(): void;
  tooltip(group: Site[]): HTMLElement;
}

interface Story {
  number: number;
  scene: Scene;
  words: SceneWords;
  atDate(figure: SceneFigure): SceneFigure;
  chart(chart: SceneChart): HTMLElement;
  draw(): void;
}

interface Stage {
  on: boolean;
  playback: Playback;
  draw(): void;
  enter(): void;
  pressed(event: KeyboardEvent): boolean;
  touched(): void;
  turned(): void;
}

/** What playback asks of the stage: the next scene, the current one as it was, and to draw its state. */
interface PlaybackEvents {
  next(): void;
  back(): void;
  changed(): void;
}

interface Playback {
  isPlaying: boolean;
  isExploring: boolean;
  seconds: number;
  play(seconds?: number): void;
  stop(): void;
  toggle(): void;
  touched(): void;
  turned(): void;
}

interface OfflinePage {
  briefing: Briefing;
  choice: Choice;
  language: Language;
  map: L.Map;
  side: HTMLElement;
  story: Story;
  draw(): void;
  frame(): void;
  go(number: number): void;
  t(key: string, fields?: Fields): string;
}

type PartOfMap<Part> = { new (map: L.Map, app: MapApp): Part; prototype: Part };

interface AtlasScripts {
  // dom
  h<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    attributes?: Attributes,
    ...children: (Child | Child[])[]
  ): HTMLElementTagNameMap[Tag];
  boxOver(map: L.Map, className: string): HTMLElement;
  canvas(map: L.Map, pane: string): L.Renderer;
  copyText(text: string): Promise<boolean>;
  fill(text: string, fields: Fields): string;
  isShortcut(event: KeyboardEvent): boolean;
  itemFor<Item>(items: Item[], from: number, key: string): Item | undefined;
  keepFocus(box: HTMLElement, redraw: () => void): void;
  keepKey(event: Event): void;
  leaveOneStop(elements: Iterable<Element>, stop: Element | undefined): void;
  link(url: string | null | undefined, text: string): Child;
  plural(text: string, count: number): string;
  present(children: Child[]): (Node | string)[];
  setAttributes(element: Element | null | undefined, attributes: Record<string, string | number>): void;
  // streamlit_frame
  calm: boolean;
  hasServer: boolean;
  leastHeight: number;
  allowZoom(): void;
  dateText(text: string, language: Language): string;
  laidOut(element: HTMLElement): Promise<void>;
  locale(language: Language): string;
  makeReachable(map: L.Map): void;
  nameFrame(name: string): void;
  onTheme(changed: (theme: Theme) => void): void;
  pageLink(
    page: string,
    parameters: Record<string, string>,
    text: string,
    app: { data: { shared: string[] } },
  ): Child;
  send(value: object): void;
  shareGestures(map: L.Map, t: (key: string, fields?: Fields) => string): void;
  takeChannel(): void;
  theme(): Theme;
  // topojson
  bounds(box: Box): L.LatLngBounds;
  features(topology: Topology): Record<string, Feature[]>;
  outline(topology: Topology): Feature;
  // deno-lint-ignore no-explicit-any
  fetchJson(url: string): Promise<any>;
  latLng(position: Position): L.LatLng;
  prefetch(urls: string[]): void;
  // map_styles
  brushOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D;
  channels(colour: string): number[];
  glyph(symbol: LayerSymbol, size: number): Element;
  hasPin(precision: Site["precision"]): boolean;
  hatchOf(colour: string): string;
  icon(
    drawn: SymbolsDrawn,
  ): L.DivIcon;
  paint(
    colour: string | null | undefined,
    look: Look | undefined,
  ): string | CanvasPattern | null | undefined;
  pinWidth(): number;
  scale(): number;
  swatch(entry: LegendEntry): HTMLElement;
  // ground
  middleInside(
    lines: L.Point[][],
    box: PixelBox,
  ): { at: L.Point; angle: number; length: number } | null;
  fromSteps(line: number[], steps: number): Position[];
  reliefOpacity(zoom: number, fades: [full: number, gone: number]): number;
  townFrom(tiers: [last: number | null, zoom: number][], rank: number): number;
  // sites, labels
  arranged(
    places: Placed[],
    width: number,
  ): { members: number[]; tilts: number[] | null }[];
  placed(names: NameToPlace[], taken: PixelBox[], view: PixelBox): (Step | null)[];
  shortName(name: string): string;
  // The parts of the map
  Ground: PartOfMap<Ground>;
  Boundaries: new (map: L.Map, data: AtlasTables, events: MapEvents) => Boundaries;
  Sites: new (map: L.Map, data: AtlasTables, boundaries: Boundaries, events: MapEvents) => Sites;
  Walk: PartOfMap<Walk>;
  Labels: PartOfMap<{ draw(): void }>;
  Region: PartOfMap<RegionCard>;
  Places: PartOfMap<{ speak(): void }>;
  Points: PartOfMap<Points>;
  PointsList: new (map: L.Map, app: MapApp, points: Points) => { fill(): void };
  Overlay: PartOfMap<Overlay>;
  Annotations: PartOfMap<Annotations>;
  noteClass(annotation: { from: Position; to?: Position | null }, isLeft: boolean): string;
  turnOf(start: { x: number; y: number }, end: { x: number; y: number }): number;
  Coordinates: PartOfMap<Coordinates>;
  Framing: PartOfMap<Framing>;
  Time: PartOfMap<TimeControl>;
  SecondMap: PartOfMap<SecondMap>;
  entryOf<Entry extends [from: string, ...rest: unknown[]]>(
    entries: Entry[],
    month: string,
  ): Entry | undefined;
  monthsBetween(first: string, today: string): string[];
  Legend: PartOfMap<Legend>;
  Details: PartOfMap<Details>;
  PlaceSearch: PartOfMap<PlaceSearch>;
  Drawing: PartOfMap<Drawing>;
  Tour: PartOfMap<{ begin(): void }>;
  Address: { new (map: L.Map): Address; prototype: Address };
  Ahead: new (app: MapApp) => { over(state: MapState): MapState };
  departamentoOf(municipio: number): number;
  zoomStep: number;
  zoomsFrom(high: number, low: number): number[];
  bestView(frame: Frame): { centre: [x: number, y: number]; zoom: number } | null;
  areaCorner(position: Position): Position;
  areaCorners(line: Position[]): Position[];
  areaOf(text: string): DrawnArea | null;
  areaRing(area: DrawnArea): Position[];
  areaText(area: DrawnArea): string;
  destination(start: Position, bearing: number, metres: number): Position;
  geodesic(start: Position, end: Position): number;
  legsOf(points: Position[]): number[];
  lengthText(metres: number, language: Language): string;
  digitsFor(metres: number): number;
  formsOf(position: Position, digits: number, language: Language): string[];
  fromUtm(utm: Utm): Position;
  isOnLand(features: Feature[], position: Position): boolean;
  parsePosition(text: string): Position | null;
  toUtm(position: Position): Utm;
  fillsOf(overlay: AnalysisOverlay | undefined, codes: number[]): Record<string, string>;
  looksOf(overlay: AnalysisOverlay | undefined): Record<string, Look>;
  regionIn(query: URLSearchParams): Region;
  regionKey(region: Region): string;
  regionOf(chosen: Region): Region;
  viewOf(text: string | null): View | null;
  // app
  app?: MapApp;
  show(state: MapState): void;
  start(map: L.Map, dataUrl: string): Promise<void>;
  // The offline file
  Playback: new (events: PlaybackEvents) => Playback;
  intervalIn(query: string): number | null;
  intervals: number[];
  Stage: new (page: OfflinePage) => Stage;
  Story: new (box: HTMLElement, briefing: Briefing, page: OfflinePage) => Story;
  byId(id: string): HTMLElement;
  folded(text: string): string;
  // deno-lint-ignore no-explicit-any
  json(id: string): any;
  own(): OwnList | null;
  passing(sites: Site[], choice: Choice, filters: Filters): Site[];
  search<Entry extends { key: string }>(query: string, entries: Entry[], limit?: number): Entry[];
  valueOf(site: Site, column: string): string | null;
}

/** The small frames as `window.Parts`: what is sent, and one function a part. */
interface SmallFrames {
  height(pixels: number): void;
  send(value: unknown): void;
  copy(box: HTMLElement, words: { text: string; label: string; done: string; failed: string }): void;
  view(box: HTMLElement, request: { again: number }): void;
  drafts(box: HTMLElement, request: DraftRequest): void;
}

/** A draft of a briefing as the server knows it; `content` is the JSON of a briefing file. */
interface DraftToKeep {
  id: string;
  title: string;
  scenes: number;
  content: string;
}

/** What the server asks of the drafts: keep one, send the content of one, remove one; the link that it took; `list` the others. */
interface DraftRequest {
  keep: DraftToKeep | null;
  ask: string;
  drop: string;
  taken: string;
  list: boolean;
}

/** A draft in the storage of the browser; each write has another `stamp`, `saved` is in milliseconds. */
interface StoredDraft {
  title: string;
  scenes: number;
  content: string;
  stamp: string;
  saved: number;
}

/** What a tab knows of drafts: their stamps as it last saw them, and the copies that it made. */
interface TabDrafts {
  stamps: Record<string, string>;
  moved: Record<string, string>;
}

/** Where the first picture's content is, in pixels of its grid. */
interface PictureFit {
  country: [number, number, number, number][];
  points: [x: number, y: number][];
  region?: [number, number, number, number][];
  site?: [x: number, y: number];
  filtered?: boolean;
}

interface Window {
  Atlas: AtlasScripts;
  Parts: SmallFrames;
  /** What streamlit-folium's frame brings. */
  Streamlit: { setFrameHeight(height?: number): void; setComponentValue(value: object): void };
  __GLOBAL_DATA__: { previous_data?: object };
  /** Streamlit's phrases by language, and what its folded panel holds. */
  atlasPhrases: Record<string, Record<string, string>>;
  atlasPanel: Record<string, { name: string; short: string }>;
}
