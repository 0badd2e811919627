/** Files of which the catalog has one: platform, limits, measures, lock, support, coverage; and lab profiles. */
import { z } from 'zod';
import { assumed, cidr, confidence, day, digest, field, hostName, id, maintenance, sources, text, version } from './scalars.ts';

export const platform = z.strictObject({
  names: text(),
  operator: field(z.strictObject({ tenant: id().meta({ ref: 'tenant' }), unit: text() }), 'Who runs the platform', 'Đơn vị vận hành nền tảng'),
  effectiveDate: field(day(), 'Day the catalog speaks of; --as-of overrides it', 'Ngày hiệu lực của danh mục; --as-of thay thế'),
  domains: field(z.strictObject({
    label: field(hostName(), 'Domain of labels and annotations', 'Tên miền của nhãn'),
    internal: field(hostName(), 'Internal names of the platform', 'Tên miền nội bộ'),
    public: field(z.array(z.string().min(2)).min(1), 'Endings that public names may have', 'Đuôi tên miền công khai được phép'),
  }), 'Names', 'Tên miền'),
  registry: field(z.strictObject({
    host: hostName(),
    charts: field(z.string().min(1), 'Path of charts below the host', 'Đường dẫn chứa chart'),
    images: field(z.string().min(1), 'Path of images below the host', 'Đường dẫn chứa ảnh container'),
  }), 'Internal registry: the only source of images and charts', 'Kho nội bộ: nguồn duy nhất của ảnh và chart'),
  law: z.strictObject({ regime: z.enum(['decree-331', 'decree-85']) }),
  podSecurityVersion: field(z.stringFormat('kubernetes-minor', /^v1\.\d+$/), 'Version the Pod Security standard is pinned to', 'Phiên bản Pod Security được ghim'),
  networks: field(z.strictObject({
    tslcd: field(z.strictObject({ v4: z.array(cidr()).min(1), v6: z.array(cidr()).min(1) }), 'Ranges of the specialized data network', 'Dải địa chỉ mạng truyền số liệu chuyên dùng'),
  }), 'Networks outside the sites', 'Mạng ngoài các trung tâm'),
  maintenance: field(maintenance(), 'When the primary of a database may be switched by hand, unless the database says otherwise', 'Khung giờ được chuyển bản chính của cơ sở dữ liệu bằng tay, trừ khi cơ sở dữ liệu ghi khác'),
  warnings: field(z.strictObject({
    lagDays: field(z.int().min(1), 'Warn when the effective date lags the day of the check by this many days', 'Cảnh báo khi ngày hiệu lực chậm hơn số ngày này'),
    horizonDays: field(z.int().min(1), 'Warn of what ends within this many days', 'Cảnh báo những gì hết hạn trong số ngày này'),
  }), 'Warnings', 'Cảnh báo'),
  assumed: assumed(),
  source: sources(),
});

/** What a limit is counted from; each has a function in model/derive/usage.ts. */
export const limitMeasures = [
  'namespaces', 'nodes', 'pods', 'pods-per-node', 'services', 'identities', 'network-policies', 'cluster-network-policies', 'cluster-network-policy-rules', 'policy-entries', 'databases', 'service-accounts', 'helm-releases',
] as const;

export const limits = z.strictObject({
  warnPercent: field(z.int().min(1).max(100), 'Share of a limit that is still fine', 'Tỷ lệ giới hạn còn chấp nhận được'),
  growthFactor: field(z.int().min(1), 'How many times today’s tenants must fit as well', 'Số lần bên thuê hiện nay cũng phải đáp ứng'),
  limits: z.array(z.strictObject({
    id: id(),
    measure: z.enum(limitMeasures),
    per: field(z.enum(['cluster', 'node', 'tier', 'policy', 'endpoint']), 'What has the limit; tier: of cluster-wide network policies; endpoint: one pod in the network', 'Đối tượng có giới hạn; tier: bậc chính sách mạng toàn cụm; endpoint: một pod trong mạng'),
    max: z.int().min(1),
    grows: field(z.boolean(), 'Counts tenants, so it is checked at the growth factor too', 'Tăng theo bên thuê nên được kiểm tra cả ở hệ số tăng trưởng'),
    names: text(),
    source: z.string().min(3),
    confidence: confidence(),
  })),
});

export const measures = z.strictObject({
  measures: z.array(z.strictObject({
    key: field(id().or(z.stringFormat('law-key', /^[a-z][a-z0-9_]*$/)), 'Key of catalog/law/levels.yaml', 'Khóa trong catalog/law/levels.yaml'),
    levels: field(z.record(z.stringFormat('level-number', /^[1-5]$/), z.enum(['provided', 'slot', 'tenant-duty', 'not-applicable', 'not-provided'])), 'Status at each level', 'Trạng thái theo từng cấp độ'),
    construct: z.string().min(3).optional(),
    test: z.string().min(3).optional(),
    note: text(),
  })),
});

export const lock = z.strictObject({
  images: z.array(z.strictObject({
    name: field(id(), 'Name that the catalog and charts use', 'Tên dùng trong danh mục và chart'),
    repository: field(z.string().min(1), 'Path below the internal registry', 'Đường dẫn trong kho nội bộ'),
    version: z.string().min(1),
    digest: field(digest(), '64 zeros: not mirrored yet, never applicable', '64 số 0: chưa sao chép về kho nội bộ'),
    licence: z.string().min(1),
    upstream: z.string().min(1),
  })),
  charts: z.array(z.strictObject({
    name: id(),
    version: version(),
    digest: field(digest(), '64 zeros: not mirrored yet, never applicable', '64 số 0: chưa sao chép về kho nội bộ'),
    licence: z.string().min(1),
    kind: field(z.enum(['operator', 'crds']), 'What the chart holds', 'Nội dung của chart'),
    operator: field(id(), 'Operator it belongs to', 'Operator tương ứng'),
    namespace: field(id(), 'Namespace of the release', 'Namespace của bản cài'),
    upstream: z.string().min(1),
    values: field(z.record(z.string(), z.unknown()).optional(), 'Values of the release; `{$image: name}` and the like stand for facts of this file, `{$placement: …}` for the machines of the zone mgmt', 'Giá trị cấu hình của bản cài; `{$image: tên}`… thay cho dữ liệu của tệp này, `{$placement: …}` cho máy của vùng mgmt'),
    after: field(z.array(id()).optional(), 'Operators that must run before, where the cluster has them: its pods need a network, its objects the webhooks of others', 'Các operator phải chạy trước nếu cụm có: pod cần mạng, đối tượng cần webhook của operator khác'),
    note: z.string().optional(),
  })),
  programs: z.array(z.strictObject({ name: id(), module: z.string().min(3), version: z.string().min(2), licence: z.string().min(1) })),
  providers: z.array(z.strictObject({ name: id(), source: z.string().min(3), version: version(), licence: z.string().min(1) })),
});

export const support = z.strictObject({
  sets: field(z.array(z.strictObject({
    id: id(),
    kubernetes: version(),
    charts: field(z.record(id(), version()), 'Chart versions known to run together', 'Các phiên bản chart chạy cùng nhau'),
    until: field(day().nullable(), 'End of support; null: not known', 'Hết hỗ trợ; null: chưa biết'),
    source: z.string().min(3),
    confidence: confidence(),
  })), 'Which versions run together', 'Các phiên bản tương thích'),
});

export const coverage = z.strictObject({
  rows: z.array(z.strictObject({
    system: field(id().meta({ ref: 'law-system' }), 'Entry of catalog/law/national-systems.yaml', 'Mục của catalog/law/national-systems.yaml'),
    kind: field(z.enum(['infrastructure', 'data', 'governance']), 'infrastructure: objects in clusters; data: catalog entries and checks; governance: not infrastructure', 'infrastructure: đối tượng trong cụm; data: dữ liệu danh mục và kiểm tra; governance: không phải hạ tầng'),
    catalog: field(z.array(z.string()), 'Further catalog paths beside the systems that name it in serves', 'Các đường dẫn danh mục khác ngoài hệ thống nêu trong serves'),
    constructs: z.array(z.string()),
    tests: z.array(z.string()),
    how: text(),
  })),
});

export const profile = z.strictObject({
  id: id(),
  names: text(),
  variables: field(z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])), 'Terraform variables of the profile', 'Biến Terraform của cấu hình'),
});

export type Platform = z.output<typeof platform>;
export type Limits = z.output<typeof limits>;
export type LimitMeasure = (typeof limitMeasures)[number];
export type Measures = z.output<typeof measures>;
export type Lock = z.output<typeof lock>;
export type Support = z.output<typeof support>;
export type Coverage = z.output<typeof coverage>;
export type Profile = z.output<typeof profile>;
