/* A command line by libcli on 127.0.0.1:PORT, as its guide has it: a process
 * for each connection. */
#include <arpa/inet.h>
#include <libcli.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int numbers(struct cli_def *cli, const char *command, char *argv[],
                   int argc) {
  (void)command;
  int count = argc > 0 ? atoi(argv[0]) : 10;
  for (int nth = 1; nth <= count; nth++)
    cli_print(cli, "%d is a number", nth);
  return CLI_OK;
}

static void serve(int socket) {
  struct cli_def *cli = cli_init();
  struct cli_command *show;
  cli_set_hostname(cli, "demo");
  cli_set_banner(cli, "A demo of libcli");
  cli_telnet_protocol(cli, 1);
  cli_allow_user(cli, "fred", "nerk");
  cli_allow_enable(cli, "topsecret");
  show = cli_register_command(cli, NULL, "show", NULL, PRIVILEGE_UNPRIVILEGED,
                              MODE_EXEC, "Shows something");
  cli_register_command(cli, show, "numbers", numbers, PRIVILEGE_UNPRIVILEGED,
                       MODE_EXEC, "Shows so many numbers");
  cli_loop(cli, socket);
  cli_done(cli);
}

int main(int argc, char *argv[]) {
  struct sockaddr_in addr;
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  memset(&addr, 0, sizeof addr);
  addr.sin_family = AF_INET;
  addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  addr.sin_port = htons(argc > 1 ? atoi(argv[1]) : 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&addr, sizeof addr) ||
      listen(listener, 50))
    return 1;
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int socket = accept(listener, NULL, NULL);
    if (socket < 0) continue;
    if (fork() == 0) {
      close(listener);
      serve(socket);
      _exit(0);
    }
    close(socket);
  }
}
