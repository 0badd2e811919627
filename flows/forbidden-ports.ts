/** Ports that stay closed whatever policies say, each with the reason. Open only where the catalog declares the very flow, and then never on a listener of a component. */
import type { Text } from '../model/finding.ts';
import type { Port } from './endpoint.ts';

export interface ForbiddenPort extends Port {
  readonly name: string;
  readonly reason: Text;
}

const login: Text = { vi: 'đăng nhập hoặc điều khiển từ xa; quản trị đi qua máy chủ API, có ghi nhật ký', en: 'remote login or control; administration goes through the API server, which is audited' };
const plain: Text = { vi: 'giao thức truyền bản rõ', en: 'a protocol in plain text' };
const files: Text = { vi: 'chia sẻ tệp, đường lan truyền của mã độc tống tiền', en: 'shared files, the way ransomware spreads' };
const database: Text = { vi: 'cơ sở dữ liệu chỉ được vào qua bộ gộp kết nối của chính hệ thống', en: 'a database is entered through the pooler of its own system alone' };
const control: Text = { vi: 'điều khiển cụm', en: 'control of the cluster' };

const tcp = (port: number, name: string, reason: Text): ForbiddenPort => ({ protocol: 'TCP', port, name, reason });
const udp = (port: number, name: string, reason: Text): ForbiddenPort => ({ protocol: 'UDP', port, name, reason });

export const forbiddenPorts: readonly ForbiddenPort[] = [
  tcp(21, 'FTP', plain), tcp(22, 'SSH', login), tcp(23, 'Telnet', plain), tcp(25, 'SMTP', plain), udp(69, 'TFTP', plain), udp(161, 'SNMP', plain),
  tcp(135, 'MS-RPC', files), tcp(139, 'NetBIOS', files), tcp(445, 'SMB', files), tcp(2049, 'NFS', files),
  tcp(3389, 'RDP', login), tcp(5900, 'VNC', login), tcp(5985, 'WinRM', login),
  tcp(1433, 'SQL Server', database), tcp(1521, 'Oracle', database), tcp(3306, 'MySQL', database), tcp(5432, 'PostgreSQL', database), tcp(6379, 'Redis', database), tcp(27_017, 'MongoDB', database),
  tcp(2379, 'etcd', control), tcp(2380, 'etcd', control), tcp(6443, 'API server', control), tcp(10_250, 'kubelet', control),
];
