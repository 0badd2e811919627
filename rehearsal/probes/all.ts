/** Every probe, by subject. */
import type { Probe } from '../probe.ts';
import { accessProbes } from './access.ts';
import { depthProbes } from './depth.ts';
import { edgeProbes } from './edges.ts';
import { imageProbes } from './images.ts';
import { machineProbes } from './machines.ts';
import { namespaceProbes } from './namespaces.ts';
import { placementProbes } from './placement.ts';
import { podSecurityProbes } from './pod-security.ts';
import { worksProbes } from './works.ts';

export const probes: readonly Probe[] = [
  ...podSecurityProbes, ...imageProbes, ...placementProbes, ...namespaceProbes, ...accessProbes, ...depthProbes, ...edgeProbes, ...machineProbes, ...worksProbes,
];
