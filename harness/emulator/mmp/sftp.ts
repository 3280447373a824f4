import { posix } from 'node:path';
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2';
import type { EmulatedNode } from '../kernel/node.ts';
import type { LoginSession } from './command.ts';
import { fileNames, fileProblem, isVirtual, readFile, type StoredFile } from './file-area.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;
const directoryMode = 0o040755;
const maxRead = 256 * 1024;
const maxOpenHandles = 64;

type Handle =
  | { kind: 'directory'; listed: boolean }
  | { kind: 'reading'; content: Buffer; file: StoredFile }
  | { kind: 'writing'; name: string; content: Buffer; length: number; broken: boolean };

/**
 * Serves the node's file area by SFTP: one flat directory with uploaded files beside the virtual `log` and `live.json`
 * (documents 221573, 214745). A file is stored when its handle is closed.
 */
export function serveSftp(node: EmulatedNode, login: LoginSession, sftp: SFTPWrapper): void {
  const files = new SftpFiles(node, login);
  const answer = (id: number, work: () => unknown) => {
    try {
      const result = work();
      if (result === undefined) sftp.status(id, STATUS_CODE.OK);
      else if (Buffer.isBuffer(result)) sftp.data(id, result);
      else if (Array.isArray(result)) sftp.name(id, result);
      else if (result instanceof OpenedHandle) sftp.handle(id, result.bytes);
      else sftp.attrs(id, result as Attributes);
    } catch (error) {
      if (error instanceof SftpError) sftp.status(id, error.code, error.message);
      else sftp.status(id, STATUS_CODE.FAILURE, 'internal error');
    }
  };
  sftp.on('error', () => undefined);
  sftp.on('end', () => finish(sftp));
  sftp.on('OPEN', (id, path, flags) => answer(id, () => files.open(path, flags)));
  sftp.on('READ', (id, handle, offset, length) => answer(id, () => files.read(handle, offset, length)));
  sftp.on('WRITE', (id, handle, offset, data) => answer(id, () => files.write(handle, offset, data)));
  sftp.on('CLOSE', (id, handle) => answer(id, () => files.close(handle)));
  sftp.on('FSTAT', (id, handle) => answer(id, () => files.fstat(handle)));
  sftp.on('STAT', (id, path) => answer(id, () => files.stat(path)));
  sftp.on('LSTAT', (id, path) => answer(id, () => files.stat(path)));
  // times and modes are the server's own business; clients set them after an upload and expect success
  sftp.on('SETSTAT', (id, path) => answer(id, () => void files.stat(path)));
  sftp.on('FSETSTAT', (id, handle) => answer(id, () => void files.fstat(handle)));
  sftp.on('OPENDIR', (id, path) => answer(id, () => files.openDirectory(path)));
  sftp.on('READDIR', (id, handle) => answer(id, () => files.readDirectory(handle)));
  sftp.on('REALPATH', (id, path) => answer(id, () => [entry(absolute(path), null)]));
  sftp.on('REMOVE', (id, path) => answer(id, () => files.remove(path)));
  sftp.on('RENAME', (id, from, to) => answer(id, () => files.rename(from, to)));
  sftp.on('MKDIR', (id) => answer(id, () => refuse(STATUS_CODE.PERMISSION_DENIED, 'there are no directories here')));
  sftp.on('RMDIR', (id) => answer(id, () => refuse(STATUS_CODE.PERMISSION_DENIED, 'there are no directories here')));
  for (const event of ['READLINK', 'SYMLINK', 'EXTENDED']) {
    sftp.on(event, (id: number) => sftp.status(id, STATUS_CODE.OP_UNSUPPORTED));
  }
}

/**
 * Ends the channel of a client that is done, with exit status 0: sftp waits for the end, scp takes a missing status for a
 * failure. ssh2 has no public way to send a status on an SFTP channel.
 */
function finish(sftp: SFTPWrapper): void {
  const { outgoing, _protocol: protocol } = sftp as unknown as {
    outgoing: { id: number; state: string };
    _protocol: { exitStatus(channel: number, status: number): void };
  };
  if (outgoing.state === 'open') protocol.exitStatus(outgoing.id, 0);
  sftp.end();
}

class SftpError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

class OpenedHandle {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/** The open handles of one SFTP channel. */
class SftpFiles {
  readonly #node: EmulatedNode;
  readonly #login: LoginSession;
  readonly #handles = new Map<number, Handle>();
  #nextHandle = 1;

  constructor(node: EmulatedNode, login: LoginSession) {
    this.#node = node;
    this.#login = login;
  }

  open(path: string, flags: number): OpenedHandle {
    const name = nameOf(path);
    const stored = readFile(this.#node, name);
    if (!(flags & OPEN_MODE.WRITE)) {
      return this.#keep({ kind: 'reading', file: found(stored), content: found(stored).content() });
    }
    this.#mayChange(name);
    if (!stored && !(flags & OPEN_MODE.CREAT)) refuse(STATUS_CODE.NO_SUCH_FILE, 'No such file');
    if (stored && flags & OPEN_MODE.EXCL) refuse(STATUS_CODE.FAILURE, 'File exists');
    const content = flags & OPEN_MODE.TRUNC || !stored ? Buffer.alloc(0) : Buffer.from(stored.content());
    return this.#keep({ kind: 'writing', name, content, length: content.length, broken: false });
  }

  read(bytes: Buffer, offset: number, length: number): Buffer {
    const handle = this.#handle(bytes);
    const content =
      handle.kind === 'reading' ? handle.content : handle.kind === 'writing' ? written(handle) : refuseHandle();
    if (offset >= content.length) refuse(STATUS_CODE.EOF, 'End of file');
    return content.subarray(offset, offset + Math.min(length, maxRead));
  }

  write(bytes: Buffer, offset: number, data: Buffer): void {
    const handle = this.#handle(bytes);
    if (handle.kind !== 'writing') refuseHandle();
    const end = offset + data.length;
    if (end > this.#node.cluster.policies['mmp.maxFileSize']()) {
      handle.broken = true;
      refuse(STATUS_CODE.FAILURE, 'File too large');
    }
    if (end > handle.content.length) {
      const larger = Buffer.alloc(Math.max(end, handle.content.length * 2, 4096));
      handle.content.copy(larger, 0, 0, handle.length);
      handle.content = larger;
    }
    data.copy(handle.content, offset);
    handle.length = Math.max(handle.length, end);
  }

  close(bytes: Buffer): void {
    const handle = this.#handle(bytes);
    this.#handles.delete(bytes.readUInt32BE(0));
    if (handle.kind === 'writing' && !handle.broken) {
      this.#node.files.write(handle.name, Buffer.from(written(handle)));
    }
  }

  fstat(bytes: Buffer): Attributes {
    const handle = this.#handle(bytes);
    if (handle.kind === 'directory') return directoryAttributes(this.#node);
    if (handle.kind === 'reading') return attributes(handle.file);
    return attributes({ size: handle.length, modified: this.#node.cluster.clock.now(), mode: 0o600 });
  }

  stat(path: string): Attributes {
    if (absolute(path) === '/') return directoryAttributes(this.#node);
    return attributes(found(readFile(this.#node, nameOf(path))));
  }

  openDirectory(path: string): OpenedHandle {
    if (absolute(path) !== '/') refuse(STATUS_CODE.NO_SUCH_FILE, 'No such directory');
    return this.#keep({ kind: 'directory', listed: false });
  }

  readDirectory(bytes: Buffer): ReturnType<typeof entry>[] {
    const handle = this.#handle(bytes);
    if (handle.kind !== 'directory') return refuseHandle();
    if (handle.listed) refuse(STATUS_CODE.EOF, 'End of directory');
    handle.listed = true;
    const names = fileNames(this.#node);
    const files = names.flatMap((name) => {
      const stored = readFile(this.#node, name);
      return stored ? [entry(name, stored)] : [];
    });
    return files;
  }

  remove(path: string): void {
    const name = nameOf(path);
    this.#mayChange(name);
    if (!this.#node.files.remove(name)) refuse(STATUS_CODE.NO_SUCH_FILE, 'No such file');
  }

  rename(from: string, to: string): void {
    const source = nameOf(from);
    const target = nameOf(to);
    this.#mayChange(source);
    this.#mayChange(target);
    const stored = found(this.#node.files.read(source));
    if (this.#node.files.read(target)) refuse(STATUS_CODE.FAILURE, 'File exists');
    this.#node.files.write(target, stored.content);
    this.#node.files.remove(source);
  }

  #mayChange(name: string): void {
    if (!this.#node.cluster.policies['mmp.mayWriteFiles'](this.#login.role) || isVirtual(name)) {
      refuse(STATUS_CODE.PERMISSION_DENIED, 'Permission denied');
    }
    const problem = fileProblem(name);
    if (problem) refuse(STATUS_CODE.FAILURE, problem);
  }

  #keep(handle: Handle): OpenedHandle {
    if (this.#handles.size >= maxOpenHandles) refuse(STATUS_CODE.FAILURE, 'Too many open files');
    const number = this.#nextHandle++;
    this.#handles.set(number, handle);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    return new OpenedHandle(bytes);
  }

  #handle(bytes: Buffer): Handle {
    return (bytes.length === 4 ? this.#handles.get(bytes.readUInt32BE(0)) : undefined) ?? refuseHandle();
  }
}

function written(handle: { content: Buffer; length: number }): Buffer {
  return handle.content.subarray(0, handle.length);
}

function refuse(code: number, message: string): never {
  throw new SftpError(code, message);
}

function refuseHandle(): never {
  refuse(STATUS_CODE.FAILURE, 'Invalid handle');
}

function found<T>(file: T | undefined): T {
  return file ?? refuse(STATUS_CODE.NO_SUCH_FILE, 'No such file');
}

/** Paths resolve inside the file area: `..` never leads out of it. */
function absolute(path: string): string {
  return posix.resolve('/', path);
}

function nameOf(path: string): string {
  const name = absolute(path).slice(1);
  if (name === '') refuse(STATUS_CODE.FAILURE, 'Is a directory');
  if (name.includes('/')) refuse(STATUS_CODE.NO_SUCH_FILE, 'No such file');
  return name;
}

function attributes(file: { size: number; modified: Date; mode: number }): Attributes {
  const seconds = Math.floor(file.modified.getTime() / 1000);
  return { mode: 0o100000 | file.mode, uid: 0, gid: 0, size: file.size, atime: seconds, mtime: seconds };
}

function directoryAttributes(node: EmulatedNode): Attributes {
  const seconds = Math.floor(node.bootedAt.getTime() / 1000);
  return { mode: directoryMode, uid: 0, gid: 0, size: 0, atime: seconds, mtime: seconds };
}

function entry(name: string, file: StoredFile | null) {
  if (!file) {
    return {
      filename: name,
      longname: name,
      attrs: { mode: directoryMode, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 },
    };
  }
  const permissions = file.mode & 0o200 ? '-rw-------' : '-r--------';
  const modified = file.modified.toUTCString().slice(5, 22);
  const longname = `${permissions} 1 admin admin ${String(file.size).padStart(10)} ${modified} ${name}`;
  return { filename: name, longname, attrs: attributes(file) };
}
