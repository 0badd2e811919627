import { addressOutsideRange } from '../../../model/checks/address-outside-range.ts';
import { cidrOutsideSite } from '../../../model/checks/cidr-outside-site.ts';
import { cidrOverlap } from '../../../model/checks/cidr-overlap.ts';
import { duplicateAddress } from '../../../model/checks/duplicate-address.ts';
import { missingAddressPlan } from '../../../model/checks/missing-address-plan.ts';
import { wrongAddressFamily } from '../../../model/checks/wrong-address-family.ts';
import { table } from '../table.ts';

const shared = 'clusters/shared-north.yaml';

table(cidrOverlap, [
  ['says nothing when ranges lie apart', {}, []],
  ['finds blocks of two sites that overlap, in both families', { 'sites/south.yaml': (site) => { site.addresses.block = { v4: '10.1.128.0/17', v6: 'fd00::/16' }; } }, [
    'error fail sites/south.yaml /addresses/block/v4: 10.1.128.0/17 (block of the site south) overlaps 10.1.0.0/16 (block of the site north) (take a free range from the address plan of the network operator)',
    'error fail sites/south.yaml /addresses/block/v6: fd00::/16 (block of the site south) overlaps fd00:1::/32 (block of the site north) (take a free range from the address plan of the network operator)',
  ]],
  ['finds a range of a cluster inside one of another cluster or of the site', { [shared]: (cluster) => { cluster.addresses.pods.v4 = '10.1.18.0/23'; cluster.addresses.services.v6 = 'fd00:1:0:3:8000::/66'; } }, [
    'error fail clusters/shared-north.yaml /addresses/pods/v4: 10.1.18.0/23 (pods of the cluster shared-north) overlaps 10.1.16.0/22 (nodes of the cluster management-north) (take a free range from the address plan of the network operator)',
    'error fail clusters/shared-north.yaml /addresses/services/v6: fd00:1:0:3:8000::/66 (services of the cluster shared-north) overlaps fd00:1:0:3::/64 (ingress of the site north) (take a free range from the address plan of the network operator)',
  ]],
  ['finds two equal ranges of one cluster', { [shared]: (cluster) => { cluster.addresses.services.v4 = cluster.addresses.pods.v4; } }, [
    'error fail clusters/shared-north.yaml /addresses/services/v4: 10.1.36.0/22 (services of the cluster shared-north) overlaps 10.1.36.0/22 (pods of the cluster shared-north) (take a free range from the address plan of the network operator)',
  ]],
  ['accepts ranges that touch', { [shared]: (cluster) => { cluster.addresses.pods.v4 = '10.1.20.0/22'; cluster.addresses.services.v4 = '10.1.28.0/22'; }, 'clusters/management-north.yaml': (cluster) => { cluster.addresses.pods.v4 = '10.1.32.0/24'; cluster.addresses.services.v4 = '10.1.24.0/22'; cluster.addresses.nodes.v4 = '10.1.16.0/22'; } }, [
    'error fail clusters/shared-north.yaml /addresses/nodes/v4: 10.1.32.0/22 (nodes of the cluster shared-north) overlaps 10.1.32.0/24 (pods of the cluster management-north) (take a free range from the address plan of the network operator)',
  ]],
  ['finds a partner whose addresses lie inside a site', { 'partners/treasury.yaml': (partner) => { partner.endpoints[0].cidrs = ['192.0.2.0/24', '10.0.0.0/8']; } }, [
    'error fail partners/treasury.yaml /endpoints/0/cidrs/1: 10.0.0.0/8 (endpoint api of the partner treasury) overlaps 10.1.0.0/16 (block of the site north) (take a free range from the address plan of the network operator)',
    'error fail partners/treasury.yaml /endpoints/0/cidrs/1: 10.0.0.0/8 (endpoint api of the partner treasury) overlaps 10.2.0.0/16 (block of the site south) (take a free range from the address plan of the network operator)',
  ]],
]);

table(cidrOutsideSite, [
  ['says nothing when everything lies inside the block', {}, []],
  ['finds ranges of clusters and sites that lie outside', {
    [shared]: (cluster) => { cluster.addresses.pods = { v4: '10.2.240.0/22', v6: 'fd00:2:7::/48' }; },
    'sites/south.yaml': (site) => { site.addresses.bmc.v4 = '192.168.0.0/24'; },
  }, [
    'error fail clusters/shared-north.yaml /addresses/pods/v4: 10.2.240.0/22 (pods of the cluster shared-north) lies outside 10.1.0.0/16, the block of the site north (take a range inside the block)',
    'error fail clusters/shared-north.yaml /addresses/pods/v6: fd00:2:7::/48 (pods of the cluster shared-north) lies outside fd00:1::/32, the block of the site north (take a range inside the block)',
    'error fail sites/south.yaml /addresses/bmc/v4: 192.168.0.0/24 (out-of-band network of the site south) lies outside 10.2.0.0/16, the block of the site south (take a range inside the block)',
  ]],
  ['finds a range that is larger than the block', { [shared]: (cluster) => { cluster.addresses.pods.v4 = '10.0.0.0/8'; } }, [
    'error fail clusters/shared-north.yaml /addresses/pods/v4: 10.0.0.0/8 (pods of the cluster shared-north) lies outside 10.1.0.0/16, the block of the site north (take a range inside the block)',
  ]],
  ['says nothing about a site without a plan', { 'sites/north.yaml': (site) => { delete site.addresses; } }, []],
]);

table(wrongAddressFamily, [
  ['says nothing when each family stands at its place', {}, []],
  ['finds families that are swapped, in pairs and in lists', {
    [shared]: (cluster) => { cluster.addresses.pods = { v4: 'fd00:1:2:2::/64', v6: '10.1.36.0/22' }; cluster.addresses.apiServer.v6 = '10.1.32.11'; },
    'platform.yaml': (platform) => { platform.networks.tslcd.v4.push('fd65::/32'); },
  }, [
    'error fail clusters/shared-north.yaml /addresses/pods/v4: fd00:1:2:2::/64 is no IPv4 address (write it under v6)',
    'error fail clusters/shared-north.yaml /addresses/pods/v6: 10.1.36.0/22 is no IPv6 address (write it under v4)',
    'error fail clusters/shared-north.yaml /addresses/apiServer/v6: 10.1.32.11 is no IPv6 address (write it under v4)',
    'error fail platform.yaml /networks/tslcd/v4/1: fd65::/32 is no IPv4 address (write it under v6)',
  ]],
]);

table(missingAddressPlan, [
  ['says nothing about sites with a plan', {}, []],
  ['finds a site that operates without one, and accepts it while planned', {
    'sites/south.yaml': (site) => { delete site.addresses; }, 'sites/north.yaml': (site) => { delete site.addresses; site.status = 'planned'; },
  }, [
    'error fail sites/south.yaml /addresses: the site is operating but has no addresses (enter the ranges the network operator gave, or set the status to planned)',
  ]],
]);

table(addressOutsideRange, [
  ['says nothing about API servers among their machines', {}, []],
  ['accepts an API server at the entries of the site, and finds one elsewhere', { [shared]: (cluster) => { cluster.addresses.apiServer = { v4: '10.1.99.1', v6: 'fd00:1:0:3::10' }; } }, [
    'error fail clusters/shared-north.yaml /addresses/apiServer/v4: the API server 10.1.99.1 lies neither in the nodes 10.1.32.0/22 nor in the ingress range of the site (take an address from one of these ranges)',
  ]],
  ['finds sources of the specialized data network that are none', { 'tenants/mps/systems/exchange.yaml': (system) => { system.entries[0].sources = ['100.64.7.0/24', '0.0.0.0/0', 'fd64:1::/48']; } }, [
    'error fail tenants/mps/systems/exchange.yaml /entries/0/sources/1: 0.0.0.0/0 lies outside the specialized data network (name ranges of platform.yaml networks.tslcd, or say where callers come from)',
    'error fail tenants/mps/systems/exchange.yaml /entries/0/sources/2: fd64:1::/48 lies outside the specialized data network (name ranges of platform.yaml networks.tslcd, or say where callers come from)',
  ]],
  ['asks nothing of the sources of staff', { 'tenants/mps/systems/control.yaml': (system) => { system.entries[0].sources = ['192.0.2.0/24']; } }, []],
]);

table(duplicateAddress, [
  ['says nothing when each address has one owner', {}, []],
  ['finds two API servers at one address, however it is written', { [shared]: (cluster) => { cluster.addresses.apiServer = { v4: '10.1.16.10', v6: 'fd00:1:1:1:0:0:0:10' }; } }, [
    'error fail clusters/shared-north.yaml /addresses/apiServer/v4: 10.1.16.10 stands at clusters/management-north.yaml /addresses/apiServer/v4 too (give each its own address)',
    'error fail clusters/shared-north.yaml /addresses/apiServer/v6: fd00:1:1:1:0:0:0:10 stands at clusters/management-north.yaml /addresses/apiServer/v6 too (give each its own address)',
  ]],
  ['finds a resolver at the address of an API server', { 'sites/north.yaml': (site) => { site.dns = ['10.1.48.10']; } }, [
    'error fail sites/north.yaml /dns/0: 10.1.48.10 stands at clusters/vault-north.yaml /addresses/apiServer/v4 too (give each its own address)',
  ]],
  ['accepts two sites that ask one resolver, and finds one written twice in two ways', { 'sites/north.yaml': (site) => { site.dns = ['fd00::53', 'fd00:0::53']; }, 'sites/south.yaml': (site) => { site.dns = ['fd00::53']; } }, [
    'error fail sites/north.yaml /dns/1: fd00:0::53 stands at sites/north.yaml /dns/0 too (give each its own address)',
  ]],
]);
