/** Which records of a state changed since somebody last asked, by the name of their collection. */
export interface Changes {
  /** Before this call nothing is noted, so that a portal that is kept nowhere pays nothing. */
  start(): void;
  /** Notes that a record is new, changed or gone. */
  mark(collection: string, key: unknown): void;
  /** What was noted since the last call, in the order of the first change of each. */
  take(): ReadonlyMap<string, ReadonlySet<unknown>>;
}

/** Notes nothing until it is started. */
export function createChanges(): Changes {
  let isOn = false;
  let noted = new Map<string, Set<unknown>>();
  return {
    start() {
      isOn = true;
      noted = new Map();
    },
    mark(collection, key) {
      if (!isOn) return;
      const keys = noted.get(collection);
      if (keys) keys.add(key);
      else noted.set(collection, new Set([key]));
    },
    take() {
      const taken = noted;
      noted = new Map();
      return taken;
    },
  };
}

const watched = new WeakSet<object>();

/**
 * Makes a map tell of each key that is set or deleted. With `ofSets` a key that is read counts too, since its set may
 * then be changed in place. The map stays an ordinary one: reading it costs what it did.
 */
export function watchMap<K, V>(map: Map<K, V>, { mark, ofSets }: { mark: (key: K) => void; ofSets: boolean }): void {
  if (watched.has(map)) return;
  watched.add(map);
  const own = { set: map.set.bind(map), delete: map.delete.bind(map), get: map.get.bind(map) };
  Object.defineProperties(map, {
    set: {
      value(key: K, value: V) {
        mark(key);
        own.set(key, value);
        return map;
      },
    },
    delete: {
      value(key: K) {
        mark(key);
        return own.delete(key);
      },
    },
    clear: {
      value() {
        for (const key of [...map.keys()]) map.delete(key);
      },
    },
  });
  if (!ofSets) return;
  Object.defineProperty(map, 'get', {
    value(key: K) {
      mark(key);
      return own.get(key);
    },
  });
}
