/** Sites: how far apart, and which of them count. */
import type { Estate } from '../estate.ts';
import type { Entry } from '../load/catalog.ts';
import type { Site, uplink } from '../schema/site.ts';
import type { z } from 'zod';
import { runsAt, type Decision } from './decisions.ts';

const earthRadiusKm = 6371;

/** Great-circle distance in kilometres; undefined while one of the places is unknown. */
export function distanceKm(a: Site, b: Site): number | undefined {
  if (!a.place.known || !b.place.known) return undefined;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const latitude = radians(b.place.latitude - a.place.latitude);
  const longitude = radians(b.place.longitude - a.place.longitude);
  const chord = Math.sin(latitude / 2) ** 2 + Math.cos(radians(a.place.latitude)) * Math.cos(radians(b.place.latitude)) * Math.sin(longitude / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** A planned site never counts for capacity, distance or recovery. */
export function counts(site: Site): boolean {
  return site.status !== 'planned';
}

/** Site of a cluster; undefined when either does not exist. */
export function siteOf(estate: Estate, clusterId: string): Entry<'site'> | undefined {
  const cluster = estate.clusters.get(clusterId);
  return cluster && estate.sites.get(cluster.data.site);
}

/** Sites where a decided system runs, each once, with the place in its grant that says so. */
export function distinctSites(estate: Estate, decision: Decision): { site: Entry<'site'>; pointer: string }[] {
  const found = new Map<string, { site: Entry<'site'>; pointer: string }>();
  for (const { cluster, role } of runsAt(estate, decision)) {
    const site = siteOf(estate, cluster);
    if (site && !found.has(site.id)) found.set(site.id, { site, pointer: `${decision.placementPointer}/${role === 'primary' ? 'cluster' : 'dr'}` });
  }
  return [...found.values()];
}

type Uplink = z.output<typeof uplink>;

/** Private links between two sites, from the side that declares more of them. */
export function linksBetween(a: Entry<'site'>, b: Entry<'site'>): readonly Uplink[] {
  const from = (one: Entry<'site'>, other: Entry<'site'>) => one.data.uplinks.filter(({ kind, to }) => kind === 'site-link' && to === other.id);
  const [there, back] = [from(a, b), from(b, a)];
  return back.length > there.length ? back : there;
}

/** Channels that cannot be lost together: the number of distinct values. */
export function distinct<T>(values: Iterable<T>): number {
  return new Set(values).size;
}
