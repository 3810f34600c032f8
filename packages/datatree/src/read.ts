import type { RequestOf, ResponseOf } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import type { Requester } from './requester.ts';

/** Answers an operation that changes nothing but watches. Throws {@link ZooKeeperError}. */
export type Read<Request, Response> = (tree: DataTree, request: Request, requester: Requester) => Response;

/** The {@link Read} of a read operation. */
export type ReadOf<Op> = Read<RequestOf<Op>, ResponseOf<Op>>;
