/** A data center and its main network devices. */
import { z } from 'zod';
import { address, assumed, cidr, confidence, field, hostName, id, ref, sources, text } from './scalars.ts';

const addressPair = (en: string, vi: string) => field(z.strictObject({
  v4: field(cidr(), 'IPv4 range', 'dải IPv4'),
  v6: field(cidr(), 'IPv6 range', 'dải IPv6'),
}), en, vi);

const place = z.discriminatedUnion('known', [
  z.strictObject({
    known: z.literal(true),
    names: text(),
    latitude: z.number().min(8).max(24),
    longitude: z.number().min(102).max(118),
    source: z.string().min(3),
    confidence: confidence(),
  }),
  z.strictObject({ known: z.literal(false), reason: text() }),
]);

export const uplink = z.strictObject({
  id: id(),
  kind: field(z.enum(['tslcd', 'internet', 'vnix', 'site-link']), 'tslcd: specialized data network; internet: carrier; vnix: national exchange; site-link: private link to another site', 'tslcd: mạng truyền số liệu chuyên dùng; internet: nhà mạng; vnix: trạm trung chuyển; site-link: kênh riêng giữa các trung tâm'),
  carrier: field(ref('partner'), 'Partner that runs the channel', 'Đối tác vận hành kênh'),
  medium: z.enum(['fibre', 'other']),
  direction: field(id(), 'Physical direction; two channels of one direction are lost together', 'Hướng vật lý; hai kênh cùng hướng mất cùng lúc'),
  international: field(z.boolean(), 'Carries traffic abroad', 'Có hướng quốc tế'),
  capacityMbps: z.int().min(1),
  peakPercent: field(z.number().min(0).max(100).nullable(), '95th percentile of peak use over 7 days, in percent of the capacity; null: not measured yet', 'Bách phân vị 95 của mức sử dụng cao điểm trong 7 ngày, tính theo % dung lượng; null: chưa đo'),
  to: field(ref('site').optional(), 'Other end of a site-link', 'Đầu kia của kênh giữa các trung tâm'),
});

export const site = z.strictObject({
  id: id(),
  names: text(),
  kind: z.enum(['central', 'regional']),
  region: field(z.enum(['north', 'central', 'south']).nullable(), 'Deployment region (our own grouping); null: not known', 'Vùng triển khai (cách nhóm của dự án); null: chưa biết'),
  status: field(z.enum(['operating', 'modelled', 'planned']), 'operating: in use by a source; modelled: a planning slot of this catalog that no source confirms yet; planned: announced, never counts for capacity, distance or recovery', 'operating: đang hoạt động theo nguồn; modelled: vị trí quy hoạch của danh mục, chưa có nguồn xác nhận; planned: mới công bố, không được tính vào dung lượng, khoảng cách hay dự phòng'),
  place: field(place, 'Where it stands; an unknown place gives unknown distances', 'Địa điểm; chưa rõ địa điểm thì khoảng cách là chưa xác định'),
  failureDomains: field(z.array(z.strictObject({
    id: field(id(), 'Failure domain: racks that one power feed or fire compartment takes down together', 'Miền lỗi: các tủ cùng mất khi một nguồn điện hoặc khoang cháy gặp sự cố'),
    powerFeed: id(),
    substation: field(id().nullable(), 'Substation behind the feed; null: not known', 'Trạm biến áp cấp nguồn; null: chưa biết'),
    racks: z.int().min(1),
  })), 'Power and rack domains', 'Miền nguồn điện và tủ máy'),
  addresses: field(z.strictObject({
    block: addressPair('Everything of this site lies inside', 'Mọi địa chỉ của trung tâm nằm trong dải này'),
    egress: addressPair('Declared source addresses of traffic that leaves clusters', 'Địa chỉ nguồn khai báo của lưu lượng rời cụm'),
    replication: addressPair('Gateway addresses of database replication between sites', 'Địa chỉ cổng sao chép dữ liệu giữa các trung tâm'),
    ingress: addressPair('Addresses of public and private entries', 'Địa chỉ cổng vào công khai và riêng'),
    bmc: addressPair('Out-of-band network of the machines', 'Mạng quản trị ngoài băng của máy chủ'),
  }).optional(), 'Address plan; the operator of the network gives the ranges. Absent only on a planned site', 'Quy hoạch địa chỉ do đơn vị vận hành mạng cấp. Chỉ được thiếu ở trung tâm đang quy hoạch'),
  dns: field(z.array(address()), 'Resolvers inside the country', 'Máy chủ DNS trong nước'),
  time: field(z.array(hostName()), 'Time servers inside the country', 'Máy chủ thời gian trong nước'),
  uplinks: z.array(uplink),
  drPartner: field(ref('site').nullable(), 'Site that holds the recovery copies; null: none decided', 'Trung tâm giữ bản dự phòng; null: chưa quyết định'),
  stateStore: field(z.strictObject({
    endpoint: z.url({ protocol: /^https$/ }),
    bucket: id(),
    region: id(),
  }).optional(), 'S3 store of the Terraform states, outside every cluster the states describe', 'Kho S3 chứa trạng thái Terraform, nằm ngoài mọi cụm được mô tả'),
  energy: field(z.strictObject({
    pueTarget: z.number().min(1).nullable(),
    pueMeter: z.string().nullable(),
  }).optional(), 'Energy figures; no official number was seen', 'Số liệu năng lượng; chưa thấy con số chính thức'),
  vnixPeering: field(z.array(z.strictObject({
    exchange: z.enum(['ha-noi', 'da-nang', 'ho-chi-minh']),
    portGbps: z.number().positive(),
    sessions: z.int().min(1),
  })).optional(), 'Peering ports and routing sessions at the national exchange', 'Cổng kết nối và phiên định tuyến tại VNIX'),
  assumed: assumed(),
  source: sources(),
});

export const device = z.strictObject({
  id: id(),
  site: ref('site'),
  names: text(),
  kind: z.enum(['core-switch', 'central-firewall', 'web-application-firewall', 'central-storage', 'database-firewall']),
  place: field(z.strictObject({ failureDomain: ref('failure-domain'), rack: z.string().min(1).nullable() }), 'Where it stands; rack null: not known', 'Vị trí; rack null: chưa biết'),
  standby: field(z.enum(['hot', 'cold', 'none']), 'How it is doubled', 'Hình thức dự phòng'),
  serves: field(z.discriminatedUnion('scope', [
    z.strictObject({ scope: z.literal('levels'), levels: z.array(z.int().min(1).max(5)).min(1) }),
    z.strictObject({ scope: z.literal('systems'), systems: z.array(ref('system')).min(1) }),
  ]), 'Whom it serves: every system of some levels, or named systems alone', 'Phục vụ: mọi hệ thống thuộc các cấp độ, hoặc riêng các hệ thống được nêu'),
  assumed: assumed(),
  source: sources(),
});

export type Site = z.output<typeof site>;
export type Device = z.output<typeof device>;
