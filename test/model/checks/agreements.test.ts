import { admissionException } from '../../../model/checks/admission-exception.ts';
import { effectiveDateLag } from '../../../model/checks/effective-date-lag.ts';
import { expiredEvidence, expiredException, expiredOffer, expiredPartnerAccess, expiredUse } from '../../../model/checks/expired.ts';
import { offerUseMismatch } from '../../../model/checks/offer-use-mismatch.ts';
import { reversedPeriod } from '../../../model/checks/reversed-period.ts';
import { endsSoon, startsSoon } from '../../../model/checks/upcoming.ts';
import { useWithoutConnection } from '../../../model/checks/use-without-connection.ts';
import { evidence, exception } from '../samples.ts';
import { table } from '../table.ts';

const offerFile = 'tenants/mae/offers/land-query.yaml';
const useFile = 'tenants/ca-mau/uses/land.yaml';
const drill = 'evidence/land/drill-2026-07-01.json';
const old = (more: object = {}) => evidence({ performedAt: '2026-07-01', validUntil: '2026-10-31', ...more });

table(offerUseMismatch, [
  ['says nothing when both halves agree', {}, []],
  ['names a mode that differs', { [useFile]: (use) => { use.mode = 'sync'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /mode: the use is by sync, the offer mae/land-query is by query (write query, or ask mae for an offer by sync)',
  ]],
  ['names a consumer that the offer does not', { [offerFile]: (offer) => { offer.consumers = ['mps']; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /offer: the offer mae/land-query is not for ca-mau (ask mae to add ca-mau to its consumers)',
  ]],
  ['accepts every consumer of an offer to any agency', { [offerFile]: (offer) => { offer.consumers = 'any-agency'; } }, []],
  ['names a rate above the limit', { [useFile]: (use) => { use.requestsPerSecond = 51; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /requestsPerSecond: 51 requests a second are above the limit of the offer mae/land-query, 50 (ask for 50 or less, or agree on a higher limit with mae)',
  ]],
  ['accepts a rate at the limit', { [useFile]: (use) => { use.requestsPerSecond = 50; } }, []],
  ['names a use that begins before the offer', { [useFile]: (use) => { use.from = '2025-12-31'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /from: the use runs from 2025-12-31 to 2028-06-30, the offer mae/land-query from 2026-01-01 to 2028-12-31 (keep the use inside the validity of the offer)',
  ]],
  ['names a use that ends after the offer', { [useFile]: (use) => { use.until = '2029-01-01'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /until: the use runs from 2026-06-01 to 2029-01-01, the offer mae/land-query from 2026-01-01 to 2028-12-31 (keep the use inside the validity of the offer)',
  ]],
  ['names a component that the system does not have', { [useFile]: (use) => { use.component = 'portal'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /component: the system procedure has no component portal (name the component that opens the connection)',
  ]],
  ['names an offer whose database no system holds', { 'tenants/mae/databases/land.yaml': (database) => { database.system = 'gone'; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /offer: nobody provides the offer mae/land-query: no system of mae holds the database land (mae must mend the offer or the database)',
  ]],
  ['tells all differences at once', { [useFile]: (use) => { use.mode = 'sync'; use.requestsPerSecond = 60; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /mode: the use is by sync, the offer mae/land-query is by query (write query, or ask mae for an offer by sync)',
    'error fail tenants/ca-mau/uses/land.yaml /requestsPerSecond: 60 requests a second are above the limit of the offer mae/land-query, 50 (ask for 50 or less, or agree on a higher limit with mae)',
  ]],
  ['leaves unknown offers and systems to the check of references', { [useFile]: (use) => { use.system = 'gone'; }, 'tenants/mps/uses/land.yaml': { ...useOf('mae/gone'), tenant: 'mps', system: 'exchange', component: 'gateway' } }, []],
]);

function useOf(offer: string) {
  return { id: 'land', offer, mode: 'query', purpose: { vi: 'mục đích', en: 'purpose' }, requestsPerSecond: 1, from: '2026-06-01', until: '2028-06-30', source: ['invented for tests'] };
}

table(useWithoutConnection, [
  ['says nothing when the component connects to the exchange', {}, []],
  ['finds a component without the connection', { 'tenants/ca-mau/systems/procedure.yaml': (system) => { for (const component of system.components) component.connects = []; } }, [
    'error fail tenants/ca-mau/uses/land.yaml /component: the component server of procedure does not connect to mps/exchange, which carries the offer mae/land-query (add {to: exchange, exchange: mps/exchange} to its connects)',
  ]],
  ['asks for none where data travels on media', {
    'tenants/ca-mau/systems/procedure.yaml': (system) => { for (const component of system.components) component.connects = []; },
    [useFile]: (use) => { use.mode = 'media'; }, [offerFile]: (offer) => { offer.mode = 'media'; },
  }, []],
]);

table(expiredOffer, [
  ['accepts an offer on its last day', {}, [], { asOf: '2028-12-31' }],
  ['finds it on the day after', {}, [
    'error fail tenants/mae/offers/land-query.yaml /until: the offer mae/land-query ended on 2028-12-31, before 2029-01-01 (extend it with its legal basis, or remove it and the uses of it)',
  ], { asOf: '2029-01-01' }],
]);

table(expiredUse, [
  ['accepts a use on its last day', {}, [], { asOf: '2028-06-30' }],
  ['finds it on the day after', {}, [
    'error fail tenants/ca-mau/uses/land.yaml /until: the use ca-mau/land ended on 2028-06-30, before 2028-07-01 (extend it inside the validity of the offer, or remove it)',
  ], { asOf: '2028-07-01' }],
]);

table(expiredException, [
  ['accepts an exception on its last day', { 'exceptions/accepted.yaml': exception() }, [], { asOf: '2027-06-30' }],
  ['finds it on the day after', { 'exceptions/accepted.yaml': exception() }, [
    'error fail exceptions/accepted.yaml /until: the exception accepted ended on 2027-06-30, before 2027-07-01 (mend what it allowed and remove it, or have it approved anew)',
  ], { asOf: '2027-07-01' }],
]);

table(admissionException, [
  ['accepts a policy that may be set aside, for one system', { 'exceptions/accepted.yaml': exception({ rule: 'admission/images', target: 'tenants/mae/systems/land.yaml' }) }, []],
  ['leaves exceptions of other engines alone', { 'exceptions/accepted.yaml': exception({ rule: 'check/expired-use' }) }, []],
  ['refuses a policy that does not exist, with the nearest name', { 'exceptions/accepted.yaml': exception({ rule: 'admission/image', target: 'tenants/mae/systems/land.yaml' }) }, [
    'error fail exceptions/accepted.yaml /rule: no policy image can be set aside by an exception; these can: images, placement, services, storage (did you mean images?)',
  ]],
  ['refuses a policy that guards what no exception may open', { 'exceptions/accepted.yaml': exception({ rule: 'admission/retire', target: 'tenants/mae/systems/land.yaml' }) }, [
    'error fail exceptions/accepted.yaml /rule: no policy retire can be set aside by an exception; these can: images, placement, services, storage (mend what the policy refuses)',
  ]],
  ['refuses anything wider than a system', { 'exceptions/accepted.yaml': exception({ rule: 'admission/images', target: 'tenants/mae/tenant.yaml' }) }, [
    'error fail exceptions/accepted.yaml /target: tenants/mae/tenant.yaml is no file of a system; an exception of admission is for one system (name the file, such as tenants/<tenant>/systems/<system>.yaml)',
  ]],
]);

table(expiredEvidence, [
  ['warns while nothing runs', { [drill]: old() }, [
    'warning unknown evidence/land/drill-2026-07-01.json /validUntil: the evidence drill of land ended on 2026-10-31, before 2026-11-01 (repeat it and add the new signed result beside it)',
  ]],
  ['is an error once the tenant operates', { [drill]: old(), 'grants/mae.yaml': (grant) => { grant.state = 'operating'; } }, [
    'error unknown evidence/land/drill-2026-07-01.json /validUntil: the evidence drill of land ended on 2026-10-31, before 2026-11-01 (repeat it and add the new signed result beside it)',
  ]],
  ['finds the tenant of a system as well', { 'evidence/land/scan-2026-07-01.json': old({ kind: 'scan', target: 'mae/land' }), 'grants/mae.yaml': (grant) => { grant.state = 'provisioned'; } }, [
    'error unknown evidence/land/scan-2026-07-01.json /validUntil: the evidence scan of mae/land ended on 2026-10-31, before 2026-11-01 (repeat it and add the new signed result beside it)',
  ]],
  ['lets old evidence rest when a newer one stands beside it', { [drill]: old(), 'evidence/land/drill-2026-10-01.json': evidence() }, []],
  ['takes no notice of the lab', { 'evidence/land/lab-2026-07-01.json': old({ kind: 'lab' }) }, []],
]);

table(expiredPartnerAccess, [
  ['accepts a partner on the last day', {}, [], { asOf: '2028-12-31' }],
  ['is an error while a component connects', {}, [
    'error fail partners/treasury.yaml /until: the access of the partner treasury ended on 2028-12-31, before 2029-01-01 (agree on a new term, or remove the connections to it)',
  ], { asOf: '2029-01-01' }],
  ['is an error while an uplink runs over it', { 'partners/carrier-a.yaml': (partner) => { partner.until = '2026-01-01'; } }, [
    'error fail partners/carrier-a.yaml /until: the access of the partner carrier-a ended on 2026-01-01, before 2026-11-01 (agree on a new term, or remove the connections to it)',
  ]],
  ['warns when nothing connects', { 'tenants/mae/systems/land.yaml': (system) => { system.components[1].connects.pop(); } }, [
    'warning fail partners/treasury.yaml /until: the access of the partner treasury ended on 2028-12-31, before 2029-01-01 (agree on a new term, or remove the connections to it)',
  ], { asOf: '2029-01-01' }],
]);

table(endsSoon, [
  ['says nothing about what ends later', {}, []],
  ['lists what ends on the last day of the horizon', {}, [
    'info fail tenants/ca-mau/uses/land.yaml /until: the use ca-mau/land ends on 2028-06-30 (extend it in time, or plan for its end)',
  ], { asOf: '2028-04-01' }],
  ['leaves out what ends on the day after it', {}, [], { asOf: '2028-03-31' }],
  ['leaves out what has ended', {}, [], { asOf: '2029-02-01' }],
  ['lists exceptions, evidence and the support of versions', {
    'exceptions/accepted.yaml': exception({ until: '2026-12-31' }), 'evidence/land/drill-2026-10-01.json': evidence(), 'support.yaml': (support) => { support.sets[0].until = '2027-01-15'; },
  }, [
    'info fail evidence/land/drill-2026-10-01.json /validUntil: the evidence drill of land ends on 2027-01-01 (extend it in time, or plan for its end)',
    'info fail exceptions/accepted.yaml /until: the exception accepted ends on 2026-12-31 (extend it in time, or plan for its end)',
    'info fail support.yaml /sets/0/until: the support of the set v1-36 ends on 2027-01-15 (plan the upgrade of the clusters that run it)',
  ]],
]);

table(startsSoon, [
  ['says nothing about what is in force', {}, []],
  ['lists what comes into force within the horizon', {}, [
    'info fail tenants/mae/offers/land-query.yaml /from: the offer mae/land-query comes into force on 2026-01-01 (nothing to do: it opens by itself on that day)',
  ], { asOf: '2025-12-31' }],
  ['leaves out what is further away', {}, [], { asOf: '2025-09-01' }],
]);

table(reversedPeriod, [
  ['says nothing about a single day', { [useFile]: (use) => { use.until = use.from; } }, []],
  ['finds periods that end before they begin', { [useFile]: (use) => { use.until = '2026-05-31'; }, [drill]: old({ validUntil: '2026-06-30' }) }, [
    'error fail evidence/land/drill-2026-07-01.json /validUntil: ends on 2026-06-30, before it begins on 2026-07-01 (correct one of the two days)',
    'error fail tenants/ca-mau/uses/land.yaml /until: ends on 2026-05-31, before it begins on 2026-06-01 (correct one of the two days)',
  ]],
]);

table(effectiveDateLag, [
  ['says nothing when nobody names the day', {}, []],
  ['accepts a lag of seven days', {}, [], { today: '2026-11-08' }],
  ['warns of eight', {}, [
    'warning fail platform.yaml /effectiveDate: the effective date 2026-11-01 lags 2026-11-09 by 8 days; at most 7 are meant (set it to 2026-11-09 and review what changes)',
  ], { today: '2026-11-09' }],
  ['accepts a date that lies ahead', {}, [], { today: '2026-10-01' }],
]);
