// What the server tells the scripts, and what they tell each other. For `deno check` alone, never served.

type Language = "en" | "es";

/** Longitude and latitude in degrees. */
type Position = [longitude: number, latitude: number];

/** West, south, east and north in degrees. */
type Box = [west: number, south: number, east: number, north: number];

/** Left, top, right and bottom in pixels. */
type PixelBox = [left: number, top: number, right: number, bottom: number];

/** Words by language: `name_en`, `name_es`. */
interface InBothLanguages {
  [words: `${string}_${Language}`]: string;
}

/** INE codes of a chosen region; a municipio's code over 100 is its departamento's. */
interface Region {
  departamentos: number[];
  municipios: number[];
  /** The text of a drawn area. */
  area?: string | null;
}

/** A polygon, or a circle, whose one corner is its centre; the radius is in metres, 0 for a polygon. */
interface DrawnArea {
  corners: Position[];
  radius: number;
}

/** What a feature of the boundaries says of itself. */
interface AreaProperties extends InBothLanguages {
  codigo_muni: number;
  codigo_depto: number;
  municipio: string;
  lake?: boolean;
  disputed?: boolean;
  /** Of a river: its name, empty where no source gives one, and whether it is the border. */
  name?: string;
  is_border?: boolean;
}

interface Feature {
  type: "Feature";
  properties: AreaProperties;
  geometry: { type: string; coordinates: unknown };
}

/** A departamento or a municipio. */
interface Place {
  name: string;
  bounds: Box;
  label: Position;
}

interface Municipio extends Place {
  people: number | null;
}

/** A row of the sites table. */
interface Site extends InBothLanguages {
  site_id: string;
  layer: string;
  kind: string;
  precision: "exact" | "locality" | "zone" | "municipio" | "unplaced";
  longitude: number;
  latitude: number;
  uncertainty_m: number | null;
  codigo_muni: number;
  codigo_depto: number;
  status: string;
  status_as_of: string | null;
  confirmation: string;
  since: string | null;
  programme: string | null;
  inl_role: string;
  pillar: string | null;
  pillar_basis: string | null;
  neighbour: string | null;
  counterpart: string | null;
  route: string | null;
  confidence: string;
  inferred: string[];
  sources: string[];
}

interface Source extends InBothLanguages {
  published: string | null;
  url: string;
}

/** An event that names a site. */
interface SiteEvent extends InBothLanguages {
  event_id: string;
  date: string;
  date_end: string | null;
  scope: string;
}

/** True then, by all sources of today; known then, by those published by the date. */
type Clock = "true" | "known";

/** The month from which a state holds ("" is the first), the state or presence, and 1 if it is imprecise. */
type StateEntry = [from: string, state: string, imprecise: number];

type FigureEntry = [from: string, reference: string];

interface DatedEvent extends InBothLanguages {
  date: string;
  date_end: string | null;
  sources: string[];
}

/** The map over time: the state of each site, and the events of each month that has any. */
interface TimeTable {
  first: string;
  last: string;
  sites: Record<string, Record<Clock, StateEntry[]>>;
  months: Record<string, string[]>;
  events: Record<string, DatedEvent>;
  /** The figures that name a site, and the row that is valid from each month in the place of a figure. */
  site_figures: Record<string, string[]>;
  figures: Record<string, Record<Clock, FigureEntry[]>>;
  figure_rows: Record<string, Record<Language, SceneFigure>>;
}

/** The dates that the server has: null is today. */
interface TimeState {
  when: string | null;
  against: string | null;
  clock: Clock;
  /** The filter of statuses, and the sites that pass all others; only where it is set. */
  statuses: string[];
  sites?: string[] | null;
}

interface LayerSymbol {
  colour: string;
  path: string;
}

/** How the names of one kind are written. */
interface Lettering {
  way: "beside" | "inside" | "around" | "along" | "on";
  rank: number;
  size: number;
  weight: number;
  light: string;
  dark: string;
  italic: boolean;
  capitals: boolean;
  spacing: number;
}

interface NamedSurrounding extends InBothLanguages {
  at: Position;
  kind: "country" | "sea";
}

type TownKind = "capital" | "seat" | "town" | "abroad";

/** The Spanish name is given where it differs. */
type Town = [longitude: number, latitude: number, english: string, spanish?: string];

interface GroundRoute extends InBothLanguages {
  number: string | null;
  class: "primary" | "secondary";
  points: Position[];
}

/** The imported roads, the most important first. A line is its first point and the steps to the next ones. */
interface RoadTables {
  /** The day of the data; empty if the extract does not state it. */
  date: string;
  steps: number;
  /** The zoom from which a road without a number is named. */
  streets: number;
  styles: Record<string, { width: number; drawn: number; named: number }>;
  roads: { class: string; text: string; is_number: boolean; lines: number[][] }[];
}

/** What the map shows for orientation; towns of a kind in order of importance. */
interface GroundTables {
  /** What the relief covers. */
  window: Box;
  colours: Record<"light" | "dark", GroundPalette>;
  /** The zooms between which the relief fades out. */
  fades: [full: number, gone: number];
  /** Zooms from which rivers that are no border, and routes, are no longer shown. */
  below: { rivers: number; routes: number };
  /** The zoom from which rivers without a name and secondary routes are shown. */
  detail: number;
  /** Per kind the number of towns, the largest first (null: all), and the zoom that shows them. */
  tiers: Record<TownKind, [last: number | null, zoom: number][]>;
  /** In pixels. */
  radius: Record<TownKind, number>;
  water: Topology;
  lakes: (InBothLanguages & { at: Position; bounds: Box })[];
  towns: Record<TownKind, Town[]>;
  routes: GroundRoute[];
  airfields: [longitude: number, latitude: number, name: string, code: string][];
}

/** The tables as the frame fetches them once. */
interface AtlasTables {
  layers: Record<string, string>;
  order: string[];
  mission: string[];
  symbols: Record<string, LayerSymbol>;
  lettering: Record<string, Lettering>;
  texts: Record<Language, Record<string, string>>;
  departamentos: Record<string, Place>;
  municipios: Record<string, Municipio>;
  /** Other spellings of departamentos and municipios. */
  names: { kind: "departamento" | "municipio"; code: number; name: string }[];
  surroundings: NamedSurrounding[];
  sites: Site[];
  sources: Record<string, Source>;
  /** Events by the site that they name, newest first. */
  events: Record<string, SiteEvent[]>;
  /** Null where a table that it needs is broken. */
  time: TimeTable | null;
  /** The parameters that the URLs of all pages share. */
  shared: string[];
}

/** The tables of the offline file, and the filters that its page offers. */
interface OfflineTables extends AtlasTables {
  filters: Filters;
}

/** Which hatch tells an area without its colour. */
type Look = "plain" | "rising" | "crossed" | "dotted" | "line" | "dashes" | "place" | "point";

interface LegendEntry {
  colour: string;
  label: string;
  look?: Look;
}

interface OverlayLegend {
  title: string;
  entries: LegendEntry[];
  note?: string;
}

interface OverlayCircle {
  at: Position;
  radius_m: number;
  colour: string;
  dashed?: boolean;
}

interface OverlayLine {
  points: Position[];
  colour: string;
  /** On the printed map. */
  number?: string;
  label: string;
}

interface OverlayPlace {
  at: Position;
  colour: string;
  number: string | number;
  label: string;
}

/** How the points of a reader's list are drawn, and where they are. */
interface ListDrawing {
  url: string;
  mode: "points" | "clusters" | "heat" | "hexagons";
  colour: string;
  colours: string[];
  breaks?: number[];
  words: { one: string; many: string };
}

/** What an analysis or a reader's list lays over the map. */
interface AnalysisOverlay {
  /** One character a municipio, in order of code: the number of its colour in base 36, or "-". */
  fills?: { classes: string; colours: string[]; whole?: boolean };
  legend?: OverlayLegend;
  circles?: OverlayCircle[];
  lines?: OverlayLine[];
  places?: OverlayPlace[];
  points?: ListDrawing;
  placing?: boolean;
  /** What a map of today shows next to a scenario: more sites, without the colours that are new. */
  before?: { names: [left: string, right: string]; sites: string[]; hidden: string[]; gone: string[] };
}

/** An arrow from one place to another, or a note at a place, and how it is read aloud. */
interface Annotation {
  from: Position;
  to?: Position | null;
  colour: string;
  text: string;
  spoken: string;
}

/** Points of a reader's list; positions in whole hundred-thousandths of a degree. */
interface ListMarks {
  x: number[];
  y: number[];
  /** Rows at each point or in each hexagon; absent where each is one. */
  n?: number[];
  labels?: string[];
  /** Corners of each hexagon, x and y in turn. */
  rings: number[][];
  /** Whether these are all, not only those in view. */
  whole?: boolean;
}

/** What the reader did in one frame, as far as the server has heard. */
interface Heard {
  mount: string;
  n: number;
}

/** What the server says was chosen. */
interface MapState extends Region {
  session: string;
  language: Language;
  layers: string[];
  site: string | null;
  /** Sites that pass every filter; null means all. */
  sites: string[] | null;
  /** Sites that pass every filter but the region; absent where more than the sites hangs on it. */
  anywhere?: string[] | null;
  heard: Heard;
  /** Absent on pages that show today. */
  time?: TimeState;
  overlay?: AnalysisOverlay;
  annotations?: Annotation[];
  scene?: { key: string; at: [latitude: number, longitude: number, zoom: number] | null };
  tour?: string;
}

/** What the reader did, as the server is told. */
interface MapEvent {
  site?: string | null;
  layers?: string[];
  region?: Region;
  /** The text of a drawn area, or nothing to remove it; it replaces the region. */
  area?: string;
  time?: { when?: string; clock?: Clock };
  point?: { longitude: number; latitude: number };
}

interface View {
  latitude: number;
  longitude: number;
  zoom: number;
}

interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
}

interface TextBlock {
  runs: Run[];
  item: boolean;
}

interface SceneFigure {
  identifier: string;
  amount: string;
  label: string;
  claim: string;
  when: string;
  place: string;
  note: string;
  sources: string[];
}

interface SceneChart {
  title: string;
  unit: string;
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
  cautions: string[];
  sources: string[];
}

/** What a scene says in one language. */
interface SceneWords {
  headline: string;
  text: TextBlock[];
  figures: SceneFigure[];
  disagreements: { title: string; statement: string; sources: string[] }[];
  /** Events, units or differences between two dates. */
  listed: { lead: string; text: string; sources: string[] }[];
  listed_title: string;
  chart: SceneChart | null;
  notes: string;
  /** The kept answer of an analysis, and how it was computed. */
  overlay: AnalysisOverlay | null;
  methods: string[];
  annotations: Annotation[];
}

/** The column of sites of each filter by a closed choice, from the registry in `geo/selection.py`. */
type Filters = Record<string, string>;

/** What a scene shows: the chosen codes by filter, the layers that are on, and the selected site. */
type Choice =
  & Region
  & { layers: string[]; site: string | null; when: string | null; against: string | null; clock: Clock }
  & { [filter: string]: string[] };

interface Scene extends Record<Language, SceneWords> {
  choice: Choice;
  view: View | null;
  kind: string;
  /** Whether the scene has a map, is words alone set large, or a map alone. */
  layout: "map" | "words" | "text" | "whole";
  /** The sites of an answer, which may lie outside its region; else null. */
  sites: string[] | null;
}

interface SourceWords {
  title: string;
  publisher: string;
  published: string;
}

interface BriefingSource extends Record<Language, SourceWords> {
  url: string;
}

interface Briefing extends Record<Language, { title: string; about: string[] }> {
  /** What changed since the briefing was made, on the page that presents it. */
  changes: Record<Language, { lead: string; lines: string[] }> | null;
  scenes: Scene[];
  sources: Record<string, BriefingSource>;
}

/** A reader's list in an offline file. */
interface OwnList extends Record<Language, AnalysisOverlay> {
  marks: ListMarks | null;
}
