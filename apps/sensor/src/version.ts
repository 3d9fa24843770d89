/** Put in by the bundler. */
declare const LIVETRIAGE_BUILD: string | null | undefined;

/** Version of the sensor, as in its package.json. */
export const VERSION = "0.1.0";

/** Commit that the bundle was built from; null where that is not known, as when we run from our sources. */
const BUILD: string | null = typeof LIVETRIAGE_BUILD === "string" ? LIVETRIAGE_BUILD : null;

/** This program, as a document names it. */
export const SELF = { name: "livetriage-sensor", version: VERSION, build: BUILD };
