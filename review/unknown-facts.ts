/** Facts the catalog says are not known (null, empty, not mirrored): counted, so that silence is never read as a pass. */
import type { Estate } from '../model/estate.ts';
import type { Text } from '../model/finding.ts';

export interface UnknownFacts {
  readonly id: string;
  readonly count: number;
  readonly of: number;
  /** What is not known. */
  readonly what: Text;
  /** What follows from not knowing it. */
  readonly effect: Text;
}

/** Every kind of fact that the catalog may leave open; those with a count of 0 are left out. */
export function unknownFacts(estate: Estate): UnknownFacts[] {
  const sites = [...estate.sites.values()];
  const uplinks = sites.flatMap(({ data }) => data.uplinks);
  const databases = [...estate.databases.values()];
  const personal = databases.filter(({ data }) => data.classification.personal !== 'none');
  const layers = [...estate.tenants.values()].flatMap(({ data }) => [data.protection.onSiteForce, data.protection.professionalMonitoring, data.protection.independentAssessment, data.protection.nationalLink]);
  const partners = [...estate.partners.values()];
  const signers = [...estate.signers.values()];
  const pinned = [...estate.lock.images, ...estate.lock.charts];
  const domains = [...estate.tenants.values()].filter(({ data }) => data.domain !== null);
  const requirements = estate.law.levels.profiles.filter(({ id }) => id === estate.platform.law.regime).flatMap(({ levels }) => levels).flatMap(({ requirements: all }) => Object.values(all));
  const facts: (Omit<UnknownFacts, 'count' | 'of'> & { all: readonly unknown[]; open: number })[] = [
    {
      id: 'site-place', all: sites, open: sites.filter(({ data }) => !data.place.known).length,
      what: { vi: 'Địa điểm của trung tâm', en: 'Where a site stands' }, effect: { vi: 'khoảng cách tới trung tâm khác là chưa xác định', en: 'its distance to any other site is unknown' },
    },
    {
      id: 'uplink-peak', all: uplinks, open: uplinks.filter(({ peakPercent }) => peakPercent === null).length,
      what: { vi: 'Mức sử dụng cao điểm của kênh truyền', en: 'Peak use of a channel' }, effect: { vi: 'chưa biết kênh có vượt ngưỡng 90 % hay không', en: 'whether it stays within 90 % is unknown' },
    },
    {
      id: 'people', all: personal, open: personal.filter(({ data }) => data.classification.people === null).length,
      what: { vi: 'Số người có dữ liệu cá nhân trong cơ sở dữ liệu', en: 'People whose personal data a database holds' }, effect: { vi: 'chưa áp dụng được tiêu chí theo số người', en: 'criteria by number of people cannot be applied' },
    },
    {
      id: 'protection-unit', all: layers, open: layers.filter((layer) => !layer || layer.unit === null).length,
      what: { vi: 'Đơn vị của một lớp trong bảo vệ 4 lớp', en: 'The unit of a layer of the four-layer protection' }, effect: { vi: 'chưa chứng minh được lớp bảo vệ đó', en: 'that layer is not shown to exist' },
    },
    {
      id: 'tenant-domain', all: domains, open: domains.filter(({ data }) => data.domain?.status === 'unconfirmed').length,
      what: { vi: 'Tên miền của bên thuê', en: 'The web domain of a tenant' }, effect: { vi: 'không dùng trong đối tượng nào', en: 'it is used in no object' },
    },
    {
      id: 'partner-endpoint', all: partners, open: partners.filter(({ data }) => data.endpoints.length === 0).length,
      what: { vi: 'Địa chỉ của đối tác bên ngoài', en: 'The addresses of an outside party' }, effect: { vi: 'chỗ chờ: không mở kết nối nào', en: 'a slot: no connection is opened' },
    },
    {
      id: 'mirror', all: pinned, open: pinned.filter(({ digest }) => /^sha256:0+$/.test(digest)).length,
      what: { vi: 'Mã băm của ảnh hoặc chart (chưa sao chép về kho nội bộ)', en: 'The digest of an image or chart (not mirrored)' }, effect: { vi: 'không được triển khai ngoài phòng thử nghiệm', en: 'it cannot be applied outside the lab' },
    },
    {
      id: 'signer-key', all: signers, open: signers.filter(({ data }) => data.keys.length === 0).length,
      what: { vi: 'Khóa của vai trò ký duyệt (chưa bổ nhiệm)', en: 'The key of a signing role (not appointed)' }, effect: { vi: 'vai trò đó chưa ký được', en: 'that role cannot sign yet' },
    },
    {
      id: 'law-value', all: requirements, open: requirements.filter(({ value, whyNull }) => value === null && whyNull !== 'not-applicable').length,
      what: { vi: 'Giá trị của một yêu cầu trong bảng cấp độ (văn bản không nêu hoặc chưa đọc)', en: 'The value of a requirement in the table of levels (not stated, or not read)' }, effect: { vi: 'không kiểm tra được; không có nghĩa là không yêu cầu', en: 'it is not checked; that does not mean nothing is required' },
    },
  ];
  return facts.filter(({ open }) => open > 0).map(({ id, all, open, what, effect }) => ({ id, count: open, of: all.length, what, effect }));
}
