/** One Kubernetes cluster at a site. */
import { z } from 'zod';
import { address, assumed, cidr, cpu, field, id, level, quantity, ref, sources, text, version } from './scalars.ts';

const addressPair = (en: string, vi: string) => field(z.strictObject({ v4: cidr(), v6: cidr() }), en, vi);

const flavor = field(z.strictObject({
  cpu: field(cpu(), 'Cores of one machine', 'Số lõi của một máy'),
  memory: field(quantity(), 'Memory of one machine', 'Bộ nhớ của một máy'),
  storage: field(quantity(), 'Usable storage of one machine', 'Dung lượng lưu trữ dùng được của một máy'),
}), 'Size of one machine', 'Cấu hình một máy');

const machinesPerDomain = field(z.record(id(), z.int().min(0)), 'Machines in each failure domain of the site', 'Số máy ở mỗi miền lỗi của trung tâm');

export const zone = () => z.enum(['edge', 'app', 'data', 'mgmt']);

export const nodePool = z.strictObject({
  id: id(),
  zones: field(z.array(zone()).min(1), 'Zones whose pods may run here', 'Các vùng có pod được chạy tại đây'),
  levels: field(z.array(level()).min(1), 'Levels of the systems whose pods may run here', 'Cấp độ của các hệ thống có pod được chạy tại đây'),
  flavor,
  machines: machinesPerDomain,
});

export const cluster = z.strictObject({
  id: id(),
  names: text(),
  site: ref('site'),
  role: field(z.enum(['management', 'shared', 'dedicated', 'vault']), 'management: runs Cluster API for others; shared: systems of levels 1-4; dedicated: one system of level 5 or critical; vault: backup stores alone', 'management: quản lý các cụm khác; shared: hệ thống cấp độ 1-4; dedicated: một hệ thống cấp độ 5 hoặc quan trọng; vault: chỉ chứa kho sao lưu'),
  dedicatedTo: field(z.array(ref('system')).optional(), 'The systems a dedicated cluster exists for', 'Các hệ thống mà cụm riêng phục vụ'),
  controller: field(ref('system').optional(), 'The information system that this cluster is, for management and vault clusters', 'Hệ thống thông tin ứng với cụm này, đối với cụm quản lý và cụm sao lưu'),
  managedBy: field(ref('cluster').nullable(), 'Management cluster that makes the machines; null: itself', 'Cụm quản lý tạo ra máy; null: tự quản lý'),
  vault: field(ref('cluster').nullable(), 'Vault cluster at the DR partner that pulls the copies; null: none yet', 'Cụm sao lưu tại trung tâm dự phòng; null: chưa có'),
  environment: z.enum(['production', 'staging', 'development']),
  ring: field(z.int().min(0).max(3), 'Order of roll-out: 0 first', 'Thứ tự triển khai: 0 trước tiên'),
  kubernetes: version(),
  addresses: field(z.strictObject({
    nodes: addressPair('Machines', 'Máy'),
    pods: addressPair('Pods', 'Pod'),
    services: addressPair('Services', 'Dịch vụ'),
    apiServer: field(z.strictObject({ v4: address(), v6: address() }), 'Virtual address of the API server', 'Địa chỉ ảo của máy chủ API'),
  }), 'Address plan; pods and services are not routed outside the cluster', 'Quy hoạch địa chỉ; pod và dịch vụ không được định tuyến ra ngoài cụm'),
  controlPlane: z.strictObject({ flavor, machines: machinesPerDomain }),
  pools: field(z.array(nodePool), 'Pools that systems of the named levels share', 'Nhóm máy dùng chung cho các cấp độ được nêu'),
  reserve: field(z.strictObject({ flavor, machines: machinesPerDomain }).optional(), 'Machines set aside for level-4 systems; each such system gets pools of its own from here', 'Máy dành cho hệ thống cấp độ 4; mỗi hệ thống được nhóm máy riêng từ đây'),
  operators: field(z.array(id()), 'Operators to install, by their name in catalog/lock.yaml', 'Các operator cần cài, theo tên trong catalog/lock.yaml'),
  assumed: assumed(),
  source: sources(),
});

export type NodePool = z.output<typeof nodePool>;
export type Cluster = z.output<typeof cluster>;
export type Zone = z.output<ReturnType<typeof zone>>;
