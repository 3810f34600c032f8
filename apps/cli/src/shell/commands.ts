import type { Command } from './command.ts';
import { addWatch } from './commands/add-watch.ts';
import { addauth } from './commands/addauth.ts';
import { config } from './commands/config.ts';
import { close, connect } from './commands/connect.ts';
import { create } from './commands/create.ts';
import { deleteNode } from './commands/delete.ts';
import { deleteall, rmr } from './commands/deleteall.ts';
import { delquota } from './commands/delquota.ts';
import { diff } from './commands/diff.ts';
import { edit } from './commands/edit.ts';
import { exportCommand } from './commands/export.ts';
import { find } from './commands/find.ts';
import { fourLetterWord } from './commands/four-letter-word.ts';
import { getAcl } from './commands/get-acl.ts';
import { getAllChildrenNumber } from './commands/get-all-children-number.ts';
import { getEphemerals } from './commands/get-ephemerals.ts';
import { get } from './commands/get.ts';
import { help } from './commands/help.ts';
import { history, redo } from './commands/history.ts';
import { importCommand } from './commands/import.ts';
import { listquota } from './commands/listquota.ts';
import { ls, ls2 } from './commands/ls.ts';
import { printwatches } from './commands/printwatches.ts';
import { exit, quit } from './commands/quit.ts';
import { reconfig } from './commands/reconfig.ts';
import { removewatches } from './commands/removewatches.ts';
import { setAcl } from './commands/set-acl.ts';
import { set } from './commands/set.ts';
import { setquota } from './commands/setquota.ts';
import { stat } from './commands/stat.ts';
import { status } from './commands/status.ts';
import { sync } from './commands/sync.ts';
import { top } from './commands/top.ts';
import { tree } from './commands/tree.ts';
import { version } from './commands/version.ts';
import { watch } from './commands/watch.ts';
import { whoami } from './commands/whoami.ts';

/** Every command of the shell, in the order of the alphabet. */
export const commands: readonly Command[] = [
  fourLetterWord,
  addauth,
  addWatch,
  close,
  config,
  connect,
  create,
  deleteNode,
  deleteall,
  delquota,
  diff,
  edit,
  exit,
  exportCommand,
  find,
  get,
  getAcl,
  getAllChildrenNumber,
  getEphemerals,
  help,
  history,
  importCommand,
  listquota,
  ls,
  ls2,
  printwatches,
  quit,
  reconfig,
  redo,
  removewatches,
  rmr,
  set,
  setAcl,
  setquota,
  stat,
  status,
  sync,
  top,
  tree,
  version,
  watch,
  whoami,
];
