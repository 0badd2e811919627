/** Why a probe is asked. Sources of law are those of catalog/law; guides are named with their section. */
import type { Reason } from '../probe.ts';

const reason = (en: string, vi: string, source: string): Reason => ({ text: { en, vi }, source });

export const because = {
  podSecurity: reason('A program must not reach the machine it runs on.', 'Chương trình không được chạm tới máy chủ đang chạy nó.', 'Kubernetes Pod Security Standards v1.36, Restricted'),
  isolation: reason('Systems of different owners in one data center are separated from each other.', 'Hệ thống của các chủ quản khác nhau trong cùng trung tâm dữ liệu phải tách biệt nhau.', 'Decree 331/2026 Art. 30.8'),
  sharedTools: reason('What several systems share can change none of them.', 'Công cụ dùng chung không được có khả năng thay đổi hệ thống nào.', 'Decree 331/2026 Art. 30.9.dd'),
  oneFailure: reason('The effect of one failure or one break-in stays small.', 'Ảnh hưởng của một sự cố hay một lần xâm nhập phải được giới hạn.', 'Decree 331/2026 Art. 30.5.b'),
  accessControl: reason('Access to personal data in a cloud is strictly controlled.', 'Truy cập dữ liệu cá nhân trên đám mây phải được kiểm soát chặt chẽ.', 'Decree 356/2025 Art. 12.4'),
  levelPlan: reason('A system runs only with the measures of its approved security plan.', 'Hệ thống chỉ vận hành với các biện pháp trong phương án bảo đảm an ninh đã được phê duyệt.', 'Decree 331/2026 Art. 30.6'),
  leastPrivilege: reason('Nobody has more rights than the work needs.', 'Không ai có nhiều quyền hơn mức công việc cần.', 'NSA/CISA Kubernetes Hardening Guide 1.2, Authentication and authorization'),
  escalation: reason('Nobody gives himself more rights than he has.', 'Không ai tự cấp cho mình quyền cao hơn quyền đang có.', 'CIS Kubernetes Benchmark 1.8, 5.1.8'),
  clusterAdmin: reason('Unlimited rights are for emergencies alone.', 'Quyền không giới hạn chỉ dành cho tình huống khẩn cấp.', 'CIS Kubernetes Benchmark 1.8, 5.1.1'),
  secrets: reason('Secrets are read by the programs that need them, not by people.', 'Thông tin bí mật chỉ do chương trình cần đến đọc, không phải con người.', 'CIS Kubernetes Benchmark 1.8, 5.1.2'),
  podCreation: reason('Who makes pods by hand chooses their service account, and with it their rights.', 'Ai tự tạo pod thì tự chọn được tài khoản dịch vụ, kéo theo quyền của tài khoản đó.', 'CIS Kubernetes Benchmark 1.8, 5.1.4'),
  volumes: reason('A volume made by hand can show the disk of a machine or of somebody else.', 'Ổ đĩa tạo bằng tay có thể làm lộ đĩa của máy chủ hoặc của người khác.', 'CIS Kubernetes Benchmark 1.8, 5.1.9'),
  nodeProxy: reason('The way through a machine goes past RBAC and the audit log.', 'Đường đi vòng qua máy chủ bỏ qua phân quyền và nhật ký.', 'CIS Kubernetes Benchmark 1.8, 5.1.10'),
  certificates: reason('A certificate that somebody signs for himself is an identity nobody gave.', 'Chứng thư tự ký duyệt là một danh tính không ai cấp.', 'CIS Kubernetes Benchmark 1.8, 5.1.11'),
  webhooks: reason('A webhook reads and changes every request of the cluster.', 'Webhook đọc và sửa được mọi yêu cầu của cụm.', 'CIS Kubernetes Benchmark 1.8, 5.1.12'),
  tokens: reason('A token without an end is a key that nobody takes back.', 'Mã truy cập không thời hạn là chiếc chìa khóa không thu hồi được.', 'CIS Kubernetes Benchmark 1.8, 5.1.13'),
  images: reason('Only what was checked and mirrored runs, byte for byte.', 'Chỉ chạy đúng từng byte những gì đã được kiểm tra và sao về.', 'NSA/CISA Kubernetes Hardening Guide 1.2, Kubernetes Pod security'),
  network: reason('Traffic is denied unless it is declared, and zones are kept apart.', 'Lưu lượng bị chặn nếu không được khai báo, các vùng mạng được tách biệt.', 'Decree 331/2026 Art. 30.8'),
  quotas: reason('One tenant cannot take what others need.', 'Một đơn vị không thể lấy hết tài nguyên của đơn vị khác.', 'NSA/CISA Kubernetes Hardening Guide 1.2, Network separation and hardening, Resource policies'),
  data: reason('Data is not lost by one hand.', 'Dữ liệu không thể mất chỉ do một người thao tác.', 'Decree 331/2026 Art. 29.2'),
  logs: reason('What people do in an emergency is written down.', 'Việc làm trong tình huống khẩn cấp phải được ghi lại.', 'NSA/CISA Kubernetes Hardening Guide 1.2, Audit logging and threat detection'),
  nodes: reason('A machine that was taken over reaches only what runs on it.', 'Máy chủ bị chiếm chỉ chạm được những gì đang chạy trên nó.', 'Kubernetes 1.36, NodeRestriction and Node authorization'),
  works: reason('Protection that stops the work is not used.', 'Biện pháp bảo vệ làm ngừng công việc thì sẽ không được dùng.', 'our own rule (docs/rehearsal.md)'),
} as const;
