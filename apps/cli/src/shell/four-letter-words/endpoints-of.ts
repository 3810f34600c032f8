import { ConnectStringError, type Endpoint, parseConnectString, serviceEndpoints } from '@zookit/client';
import { reasonOf } from '../failure/connect-failure.ts';
import { ShellError } from '../failure/shell-error.ts';

/** Every server of a connect string. Rejects with {@link ShellError} for one that makes no sense. */
export async function endpointsOf(servers: string, signal: AbortSignal): Promise<readonly Endpoint[]> {
  try {
    const parsed = parseConnectString(servers);
    if (!('srvName' in parsed.servers)) {
      return parsed.isTls ? parsed.servers.map((one) => ({ ...one, tls: true })) : parsed.servers;
    }
    return await serviceEndpoints(parsed.servers.srvName)({ signal });
  } catch (error) {
    if (error instanceof ConnectStringError) throw new ShellError(error.message, { cause: error });
    throw new ShellError(`The servers of ${servers} can't be looked up: ${reasonOf(error)}.`, { cause: error });
  }
}
