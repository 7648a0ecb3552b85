/**
 * The values of the workloads, by recipe. `n` is the number of elements. The same on every run and every machine.
 *
 * @module
 */
import { Decimal, Dict, FrozenSet, PyDateTime, PySet, pythonClass, Tuple } from './brine.js';
import { Random } from './random.js';

const CITIES = Array.from({ length: 50 }, (_, i) => `City ${String.fromCharCode(65 + (i % 26))}${i}`);
const CYRILLIC = 'абвгдежзийклмнопрстуфхцчшщ';
const JAPANESE = 'あいうえおかきくけこさしすせそ東京大阪日本語文字列';

const list = (n, item) => Array.from({ length: n }, (_, i) => item(i));
const dict = (object) => new Dict(Object.entries(object));

/** Dicts of the same six keys: an int, a distinct string, a float, a bool, a string of few, an int. */
export function records(n) {
  const random = new Random(1);
  return list(n, (i) =>
    dict({
      id: 100_000 + i,
      name: `user_${random.text(4)}${i}`,
      score: random.float(),
      active: random.next() < 0.5,
      city: random.pick(CITIES),
      age: random.below(100),
    }),
  );
}

/** Ints of all widths from 1 to 31 bits, every tenth wider, up to 50 bits. */
export function ints(n) {
  const random = new Random(2);
  return list(n, (i) => {
    const bits = i % 10 === 9 ? 33 + random.below(18) : 1 + random.below(31);
    const magnitude = Math.floor(random.next() * 2 ** bits);
    return random.next() < 0.2 ? -1 - magnitude : magnitude;
  });
}

export function floats(n) {
  const random = new Random(3);
  return list(n, () => random.float(1e6));
}

/** Distinct ASCII strings of 4 to 24 characters. */
export function strings(n) {
  const random = new Random(4);
  return list(n, (i) => random.text(random.below(20)) + i.toString(36).padStart(4, '0'));
}

/** Distinct strings of 4 to 20 letters that take two or three bytes each. */
export function unicode(n) {
  const random = new Random(5);
  return list(n, (i) => random.text(4 + random.below(16), i % 2 === 0 ? CYRILLIC : JAPANESE));
}

/** ASCII strings of 100 to 400 characters. */
export function longStrings(n) {
  const random = new Random(6);
  return list(n, () => random.text(100 + random.below(300)));
}

/** Lists and dicts, twelve deep; `n` containers. */
export function tree(n) {
  const random = new Random(7);
  let left = n;
  const leaf = () => [random.below(1000), random.text(6), random.float(), null, true][random.below(5)];
  const node = (depth) => {
    left--;
    const size = 1 + random.below(4);
    const child = () => (depth < 12 && left > 0 && random.next() < 0.6 ? node(depth + 1) : leaf());
    if (random.next() < 0.5) return list(size, child);
    return new Dict(list(size, (i) => [`k${i}`, child()]));
  };
  const roots = [];
  while (left > 0) roots.push(node(1));
  return roots;
}

/** Tuples (int, float, int). */
export function tuples(n) {
  const random = new Random(8);
  return list(n, () => Tuple.of(random.below(1e6), random.float(), random.below(200)));
}

/** Tuples (int, str, float, None or str, bool), as rows of a database. */
export function rows(n) {
  const random = new Random(9);
  return list(n, (i) =>
    Tuple.of(
      i,
      `row_${random.text(8)}`,
      random.float(),
      random.next() < 0.3 ? null : random.pick(CITIES),
      random.next() < 0.5,
    ),
  );
}

export function strDict(n) {
  const random = new Random(10);
  return new Dict(list(n, (i) => [`key_${random.text(4)}_${i}`, i]));
}

export function intDict(n) {
  const random = new Random(11);
  return new Dict(list(n, (i) => [i * 7 + random.below(7), `v${i}`]));
}

/** Sets of 20 ints, and frozensets of 5 strings. `n` members. */
export function sets(n) {
  const random = new Random(12);
  return list(Math.ceil(n / 25), (i) =>
    Tuple.of(new PySet(list(20, (j) => j * 50 + random.below(50))), new FrozenSet(list(5, (j) => `m${i % 1000}_${j}`))),
  );
}

export class Point {
  constructor(x, y, label) {
    this.x = x;
    this.y = y;
    this.label = label;
  }
}

/** What reads and writes {@link instances}. */
export const codecs = [pythonClass('bench_types.Point', Point)];

/** Objects of a class with three attributes. */
export function instances(n) {
  const random = new Random(13);
  return list(n, (i) => new Point(i, random.float(), `p${i}`));
}

/** Values that are made by calls: a datetime and a Decimal each. */
export function reduced(n) {
  const random = new Random(14);
  return list(Math.ceil(n / 2), () =>
    Tuple.of(
      new PyDateTime(2000 + random.below(30), 1 + random.below(12), 1 + random.below(28), random.below(24), 30, 1, 5),
      new Decimal(`${random.below(1e6)}.${10 + random.below(90)}`),
    ),
  );
}

/** References to a thousand dicts. */
export function shared(n) {
  const random = new Random(15);
  const targets = list(1000, (i) => dict({ id: i }));
  return list(n, () => random.pick(targets));
}

/** Dicts of six of 26 keys each. */
export function hetero(n) {
  const random = new Random(16);
  const keys = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `field_${letter}`);
  return list(n, () => {
    const entries = new Dict();
    while (entries.size < 6) entries.set(random.pick(keys), random.below(1000));
    return entries;
  });
}

/** Bytes objects of 8 to 64 bytes. */
export function smallBytes(n) {
  const random = new Random(17);
  return list(n, () => random.bytes(8 + random.below(57)));
}

/** One bytes object. */
export function bytes(n) {
  return new Uint8Array(n).fill(7);
}

/** One message of about a hundred bytes. */
export function message() {
  return dict({ id: 8_212_431, event: 'page_view', user: 'alex', ms: 12.25, ok: true, tags: ['a', 'bc'] });
}

/** As a page of a social network's API: many keys, optional parts, text in Japanese, `n` posts. */
export function twitter(n) {
  const random = new Random(18);
  const user = () => ({
    id: 1e9 + random.below(1e9),
    id_str: String(1e9 + random.below(1e9)),
    name: random.text(6, JAPANESE),
    screen_name: random.text(10),
    location: random.next() < 0.4 ? '' : random.text(5, JAPANESE),
    description: random.text(60 + random.below(60), JAPANESE),
    url: random.next() < 0.5 ? null : `http://t.co/${random.text(10)}`,
    entities: { description: { urls: [] } },
    protected: false,
    followers_count: random.below(5000),
    friends_count: random.below(5000),
    listed_count: random.below(10),
    created_at: 'Mon Aug 11 14:57:26 +0000 2014',
    favourites_count: random.below(900),
    utc_offset: null,
    time_zone: null,
    geo_enabled: random.next() < 0.2,
    verified: false,
    statuses_count: random.below(90_000),
    lang: 'ja',
    profile_background_color: 'C0DEED',
    profile_image_url: `http://pbs.twimg.com/profile_images/${random.below(1e9)}/${random.text(8)}_normal.jpeg`,
    profile_link_color: '0084B4',
    default_profile: true,
    following: false,
  });
  const status = (depth) => ({
    metadata: { result_type: 'recent', iso_language_code: 'ja' },
    created_at: 'Sun Aug 31 00:29:15 +0000 2014',
    id: 505e6 + random.below(1e6),
    id_str: String(505_874_924_095_000_000n + BigInt(random.below(1e9))),
    text: random.text(40 + random.below(80), JAPANESE),
    source: '<a href="http://twitter.com/download/iphone" rel="nofollow">Twitter for iPhone</a>',
    truncated: false,
    in_reply_to_status_id: null,
    in_reply_to_screen_name: random.next() < 0.3 ? random.text(9) : null,
    user: user(),
    geo: null,
    coordinates: null,
    place: null,
    contributors: null,
    ...(depth === 0 && random.next() < 0.6 ? { retweeted_status: status(1) } : {}),
    retweet_count: random.below(100),
    favorite_count: random.below(100),
    entities: {
      hashtags: [],
      symbols: [],
      urls: [],
      user_mentions: list(random.below(3), (i) => ({
        screen_name: random.text(10),
        name: random.text(5, JAPANESE),
        id: random.below(1e9),
        indices: [3 + i, 19 + i],
      })),
    },
    favorited: false,
    retweeted: false,
    lang: 'ja',
  });
  return nested({
    statuses: list(n, () => status(0)),
    search_metadata: { completed_in: 0.087, max_id: 505_874_924, query: '%E4%B8%80', count: n },
  });
}

/** As a catalogue of performances: small dicts of few shapes, keyed by number, `n` performances. */
export function citm(n) {
  const random = new Random(19);
  const areas = () => list(2 + random.below(8), () => ({ areaId: 205_705_990 + random.below(20), blockIds: [] }));
  return nested({
    areaNames: Object.fromEntries(list(17, (i) => [String(205_705_990 + i), `Arriere-scene ${i}`])),
    events: Object.fromEntries(
      list(Math.ceil(n / 2), (i) => [
        String(138_586_341 + i),
        {
          description: null,
          id: 138_586_341 + i,
          logo: random.next() < 0.5 ? null : `/images/${random.text(20)}.png`,
          name: `Concert ${random.text(12)}`,
          subTopicIds: [337_184_269, 337_184_283],
          subjectCode: null,
          subtitle: null,
          topicIds: [324_846_099, 107_888_604],
        },
      ]),
    ),
    performances: list(n, (i) => ({
      eventId: 138_586_341 + (i >> 1),
      id: 339_887_544 + i,
      logo: null,
      name: null,
      prices: list(3, (j) => ({
        amount: 90_250 - 1000 * j,
        audienceSubCategoryId: 337_100_890,
        seatCategoryId: 338_937_295 + j,
      })),
      seatCategories: list(3, (j) => ({ areas: areas(), seatCategoryId: 338_937_295 + j })),
      seatMapImage: null,
      start: 1_372_701_600_000 + i,
      venueCode: 'PLEYEL_PLEYEL',
    })),
  });
}

/** As the outline of a country: rings of [longitude, latitude], `n` points. */
export function canada(n) {
  const random = new Random(20);
  const rings = [];
  for (let left = n; left > 0; left -= 230) {
    rings.push(list(Math.min(left, 230), () => [-random.float(140), 40 + random.float(43)]));
  }
  return nested({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { name: 'Canada' }, geometry: { type: 'Polygon', coordinates: rings } }],
  });
}

/** Objects as dicts, all the way down. */
function nested(value) {
  if (Array.isArray(value)) return value.map(nested);
  if (typeof value !== 'object' || value === null) return value;
  return new Dict(Object.entries(value).map(([key, part]) => [key, nested(part)]));
}
