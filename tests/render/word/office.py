"""LibreOffice as a reader of tracked changes: a macro of its own accepts or rejects all of them."""

import subprocess
from pathlib import Path

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Changes"/>
</library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Settle(list As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
  Dim none(0) As New com.sun.star.beans.PropertyValue
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  For Each order In Split(list, "|")
    words = Split(order, ";")
    document = StarDesktop.loadComponentFromURL(words(0), "_blank", 0, hidden())
    frame = document.CurrentController.Frame
    If words(2) &lt;&gt; "" Then
      dispatcher.executeDispatch(frame, ".uno:" &amp; words(2) &amp; "AllTrackedChanges", "", 0, none())
    End If
    document.storeToURL(words(1), form())
    document.close(True)
  Next
End Sub
</script:module>"""


def settle(files: list[tuple[Path, str, Path]], folder: Path) -> None:
    """Reads files, says `Accept` or `Reject` to all their changes or nothing, and stores them again."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--norestore"]
    # The first start makes the library that the macro is put into.
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    basic = folder / "office" / "user" / "basic"
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, "utf-8")
    (basic / "Standard" / "Changes.xba").write_text(MODULE, "utf-8")
    orders = "|".join(f"{source.as_uri()};{target.as_uri()};{word}" for source, word, target in files)
    macro = f'macro:///Standard.Changes.Settle("{orders}")'
    subprocess.run([*command, macro], check=True, capture_output=True, timeout=120)
