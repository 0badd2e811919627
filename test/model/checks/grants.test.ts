import { grantWithoutRequest } from '../../../model/checks/grant-without-request.ts';
import { pendingSystem } from '../../../model/checks/pending-system.ts';
import { requestBeyondGrant } from '../../../model/checks/request-beyond-grant.ts';
import { table } from '../table.ts';

table(pendingSystem, [
  ['says nothing when each system is granted', {}, []],
  ['tells systems whose tenant has no grant, and those it does not name', { 'grants/ca-mau.yaml': null, 'grants/mae.yaml': (grant) => { grant.systems = []; } }, [
    'info fail tenants/ca-mau/systems/procedure.yaml /id: the system ca-mau/procedure is requested and not granted yet (the platform decides it in grants/ca-mau.yaml; until then nothing is built)',
    'info fail tenants/mae/systems/land.yaml /id: the system mae/land is requested and not granted yet (the platform decides it in grants/mae.yaml; until then nothing is built)',
  ]],
]);

table(grantWithoutRequest, [
  ['says nothing when each grant answers a request', {}, []],
  ['proposes the nearest request', { 'grants/mae.yaml': (grant) => { grant.systems[0].system = 'lnd'; } }, [
    'warning fail grants/mae.yaml /systems/0/system: mae requests no system lnd (did you mean land?)',
  ]],
  ['warns while nothing runs', { 'grants/mae.yaml': (grant) => { grant.systems.push({ system: 'fisheries', level: 3, critical: false }); } }, [
    'warning fail grants/mae.yaml /systems/1/system: mae requests no system fisheries (remove it here, or add tenants/mae/systems/fisheries.yaml)',
  ]],
  ['is an error for a system that runs and has lost its file', { 'grants/mae.yaml': (grant) => { grant.state = 'operating'; grant.systems.push({ system: 'fisheries', level: 3, critical: false }); } }, [
    'error fail grants/mae.yaml /systems/1/system: mae requests no system fisheries (a running system is retired by `ndc tenant retire`, never by deleting its file)',
  ]],
]);

// mae/land: two components of two replicas (0.5 cores, 1Gi), three instances (4 cores, 16Gi, 220Gi), two poolers (0.1 cores, 128Mi), a bucket of 500Gi.
table(requestBeyondGrant, [
  ['accepts requests that fill the quota to the last bit', { 'grants/mae.yaml': (grant) => { grant.quota = { cpu: '14200m', memory: '53504Mi', storage: '1160Gi', namespaces: 6, databases: 1 }; } }, []],
  ['names each resource that is beyond it', { 'grants/mae.yaml': (grant) => { grant.quota = { cpu: '14199m', memory: '53503Mi', storage: '1159Gi', namespaces: 5, databases: 0 }; } }, [
    'error fail grants/mae.yaml /quota/cpu: processors that the systems of mae request at north: 14200m; the quota is 14199m (the tenant requests less, or the platform grants more)',
    'error fail grants/mae.yaml /quota/memory: memory that the systems of mae request at north: 53504Mi; the quota is 53503Mi (the tenant requests less, or the platform grants more)',
    'error fail grants/mae.yaml /quota/storage: storage that the systems of mae request at north: 1160Gi; the quota is 1159Gi (the tenant requests less, or the platform grants more)',
    'error fail grants/mae.yaml /quota/namespaces: namespaces that the systems of mae request at north: 6; the quota is 5 (the tenant requests less, or the platform grants more)',
    'error fail grants/mae.yaml /quota/databases: databases that the systems of mae request at north: 1; the quota is 0 (the tenant requests less, or the platform grants more)',
  ]],
  ['counts systems together that share a site', { 'grants/mps.yaml': (grant) => { grant.quota.cpu = '1500m'; } }, [
    'error fail grants/mps.yaml /quota/cpu: processors that the systems of mps request at north: 2; the quota is 1500m (the tenant requests less, or the platform grants more)',
  ]],
  ['counts each site for itself', { 'grants/mps.yaml': (grant) => { grant.quota.cpu = '1500m'; grant.systems[0].placement = { cluster: 'management-south', dr: null }; grant.systems[1].placement = { cluster: 'shared-north', dr: null }; } }, []],
  ['counts nothing of a retired tenant', { 'grants/mae.yaml': (grant) => { grant.state = 'retired'; grant.quota.cpu = '1'; } }, []],
]);
