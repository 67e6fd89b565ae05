/* Show a program another processor: its CPUID instruction answers from a table.

       cc -O1 -DPRINT masked_cpuid.c -o print_cpuid      prints the table of a processor
       cc -O1 -shared -fPIC masked_cpuid.c -o masked_cpuid.so
       CPUID_TABLE=FILE LD_PRELOAD=masked_cpuid.so PROGRAM

   A line of the table is a leaf, a subleaf, then EAX, EBX, ECX and EDX, in hexadecimal. Linux can let
   the instruction fail in a process (arch_prctl(2): ARCH_SET_CPUID); the handler of that signal answers
   in its place. All else is computed by the processor itself, at its own speed.
*/
#define _GNU_SOURCE /* names of registers */
#include <cpuid.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifdef PRINT

enum { EXTENDED = 0x80000000u };

static int has_subleaves(unsigned leaf) {
    return leaf == 4 || leaf == 7 || leaf == 0xb || leaf == 0xd || leaf == 0x8000001d;
}

static void print_leaves(unsigned first) {
    unsigned a, b, c, d, last;
    __cpuid(first, last, b, c, d);
    for (unsigned leaf = first; leaf <= last; leaf++)
        for (unsigned sub = 0; sub < (has_subleaves(leaf) ? 32 : 1); sub++) {
            __cpuid_count(leaf, sub, a, b, c, d);
            printf("%x %x %x %x %x %x\n", leaf, sub, a, b, c, d);
        }
}

int main(void) {
    print_leaves(0);
    print_leaves(EXTENDED);
    return 0;
}

#else

enum { ARCH_SET_CPUID = 0x1012, MOST_ROWS = 512 };

struct row {
    unsigned leaf, sub, a, b, c, d;
};

static struct row table[MOST_ROWS];
static int rows;

static struct row look_up(unsigned leaf, unsigned sub) {
    struct row found = {0};
    for (int i = 0; i < rows; i++)
        if (table[i].leaf == leaf && (table[i].sub == sub || table[i].sub == 0))
            found = table[i]; /* a leaf without subleaves answers to each */
    return found;
}

static void answer(int signal_number, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *instruction = (const unsigned char *)registers[REG_RIP];
    /* Not a page that is missing, whose code cannot be read; and CPUID is 0F A2. */
    if (info->si_code != SI_KERNEL || instruction[0] != 0x0f || instruction[1] != 0xa2) {
        signal(signal_number, SIG_DFL); /* it happens again, and ends the process */
        return;
    }
    struct row said = look_up(registers[REG_RAX], registers[REG_RCX]);
    registers[REG_RAX] = said.a;
    registers[REG_RBX] = said.b;
    registers[REG_RCX] = said.c;
    registers[REG_RDX] = said.d;
    registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void mask(void) {
    const char *path = getenv("CPUID_TABLE");
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) {
        fprintf(stderr, "CPUID_TABLE: found %s, expected a file\n", path ? path : "nothing");
        _exit(1);
    }
    for (struct row *next = table; rows < MOST_ROWS; rows++, next++)
        if (fscanf(file, "%x %x %x %x %x %x", &next->leaf, &next->sub, &next->a, &next->b, &next->c, &next->d) != 6)
            break;
    fclose(file);
    struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
    if (syscall(SYS_arch_prctl, ARCH_SET_CPUID, 0)) {
        perror("this processor, or its virtual machine, cannot mask CPUID");
        _exit(1);
    }
}

#endif
